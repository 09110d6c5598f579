// Work on its way to the server: all values, the revision they were made from, and the page that sends them.
import { ApiError, call } from '../../core/api';
import type { AnswerView, PlanView, StepValues } from '../../core/types';
import type { Saved } from './work';

export const planWork = 'plan';

export const putAnswer = (assignment: string) => async (values: StepValues, place: string, rev: number, by: string): Promise<AnswerView> =>
  (await call<AnswerView>('PUT', `/assignments/${assignment}/answer`, { body: { values, place, by }, ifMatch: String(rev) })).data;

/** A plan is one page: the place in it is not kept. */
export async function putPlan(values: StepValues, place: string, rev: number, by: string): Promise<PlanView & Saved> {
  const { data } = await call<PlanView>('PUT', '/plan', { body: { values, by }, ifMatch: String(rev) });
  return { ...data, place };
}

/** The stored answer that a stale save or hand-in comes back with. */
export function currentOf(error: unknown): Saved | undefined {
  return error instanceof ApiError && error.status === 409 ? (error.problem.current as Saved) : undefined;
}
