// SPDX-License-Identifier: Apache-2.0
// The verbs of workflows on a bus that runs: what they told, as one line of JSON.
import { Do } from '@do-sdk/core';

const { action, workflow } = new Do();
const told = {};
const reason = 'mended';
const nobody = '00000000-0000-8000-8000-000000000000';

const asked = { name: 'client-words', version: 1, params: { who: 'typescript' } };
const first = await workflow.run(asked);
const second = await workflow.run(asked);
const run = first.result.runId;
told.sameRun = run === second.result.runId && second.result.replayed && !first.result.replayed;
const failed = await action.wait(run);
told.failed = { result: failed.result, code: failed.error.code, status: failed.error.status };
told.why = failed.error.message.includes('EXPRESSION_FAILED') && failed.error.actionId === run;
told.firstRound = await rounds();
const { status, segment, counts, error } = (await workflow.get(run)).result;
told.stands = { status, segment, counts, code: error.code };
told.state = (await workflow.get(run, { state: 'failed' })).result.steps.map((step) => step.step);
told.pages = await pages({ limit: 1 });
told.items = await pages({ step: 'items', limit: 2 });

told.resumed = (await workflow.resume(run, { reason, version: 2 })).result.runId === run;
told.end = await action.wait(run);
told.rounds = await rounds();
told.kept = (await workflow.get(run)).result.steps.map((step) => `${step.step} ${step.segment}`);
told.definition = (await workflow.show('client-words')).result.version;

const waits = (await workflow.run({ name: 'client-waits', params: { who: 'typescript' } })).result.runId;
told.signalled = (await workflow.signal(waits, { reason, signal: 'go', payload: { rows: 7 } })).result.status;
told.approved = (await workflow.approve(waits, { reason, step: 'sure' })).result.status;
told.deaf = (await workflow.approve(waits, { reason, step: 'sure' })).error.code;
told.cancelled = (await workflow.cancel(waits, { reason })).result.status;
told.ended = (await action.wait(waits)).error.status;

told.refusals = [
  await workflow.run({ name: 'client-wrods' }),
  await workflow.run({ name: 'client-words', params: { who: 7 } }),
  await workflow.get(nobody),
  await workflow.get(run, { limit: 0 }),
  await workflow.resume(run, { reason }),
  await workflow.resume(nobody, { reason }),
  await workflow.signal(waits, { reason, signal: 'go', payload: { $claim: {} } }),
  await workflow.show('client-words', 9),
].map((answer) => (answer.result === null ? answer.error.code : 'NOT_REFUSED'));
console.log(JSON.stringify(told));

/** How its rounds began and ended, once the view knows the end. */
async function rounds() {
  const types = [];
  for await (const event of action.events(run)) types.push(event.type);
  return types.filter((type) => /^(ActionFailed|RunResumed|ActionCompleted)$/.test(type));
}

/** Names of the steps, page by page. */
async function pages(page) {
  const all = [];
  for (let cursor; ; ) {
    const { result } = await workflow.get(run, { ...page, cursor });
    all.push(result.steps.map((step) => step.step));
    cursor = result.cursor;
    if (cursor === undefined) return all;
  }
}
