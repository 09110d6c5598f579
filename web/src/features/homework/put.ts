// Work on its way to the server: all values, the revision they were made from, and the page that sends them.
import { call } from '../../core/api';
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
