// SPDX-License-Identifier: Apache-2.0
export { Do, type DoOptions } from './do.js';
export {
  Actions,
  type Action,
  type CancelOptions,
  type ExecuteRequest,
  type Submitted,
  type WaitOptions,
} from './action.js';
export { DoFailure, type Answer, type DoError, type Done, type NotDone, type Result } from './answer.js';
export type { ActionEvent, EventsOptions } from './events.js';
export { canonical, contentKey, fingerprint } from './identity.js';
export type { Json, JsonObject } from './json.js';
export type { ActionRequest, DataSet, RetryPolicy } from './request.js';
export {
  Workflows,
  type ApproveOptions,
  type ResumeOptions,
  type Run,
  type RunPage,
  type RunRequest,
  type SignalOptions,
  type Started,
} from './workflow.js';
