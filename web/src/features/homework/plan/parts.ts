/** The parts of a safety plan in their order, as the server knows them. */
export const planParts = ['signs', 'helps', 'people', 'place', 'remember'] as const;
