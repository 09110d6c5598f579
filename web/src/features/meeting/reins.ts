import { lazy } from 'react';

const parts = () => import('./lead/parts');

/** What a facilitator leads with: participants never load it. */
export const ScriptNow = lazy(async () => ({ default: (await parts()).ScriptNow }));
export const ScriptWords = lazy(async () => ({ default: (await parts()).ScriptWords }));
export const Running = lazy(async () => ({ default: (await parts()).Running }));
export const StepTools = lazy(async () => ({ default: (await parts()).StepTools }));
