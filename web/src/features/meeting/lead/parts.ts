import './lead.css';

export { Running } from './Running';
export { ScriptNow } from './ScriptNow';
export { ScriptWords } from './ScriptWords';
export { StepTools } from './StepTools';
