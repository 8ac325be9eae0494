/** What the Udesk protocol core offers. It knows nothing of n8n. */
export {
	AGENT_CONTROLS,
	AGENT_STATES,
	AGENT_WAYS,
	controlAsAgent,
	type AgentControl,
} from './agentControls';
export { answerOf, type UdeskAnswer } from './answers';
export {
	agentCallout,
	agentsOfGroup,
	agentWorkWay,
	callLog,
	listCalloutNumbers,
	webCallback,
} from './calls';
export { callRecordOf } from './callRecord';
export { CALL_RESULTS, CATEGORIES, codeOf, OTHER, WORKFLOWS, type CodedText } from './codes';
export {
	createCustomer,
	createTicket,
	getCustomer,
	getTicket,
	listCustomers,
	updateCustomer,
	type CustomerKey,
	type CustomerSearch,
} from './customers';
export { send, type UdeskApi, type UdeskConnection, type UdeskRequest } from './connection';
export { passes, type UdeskFilters } from './filters';
export { decodePush, type PushKind, type UdeskFields, type UdeskPush } from './push';
export { rawPath, rawRequest } from './rawRequest';
export { signV1, signV2, v1Timestamp, type Hash, type Query } from './sign';
