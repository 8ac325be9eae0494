/** What a localised text means, in a code that stays. */
export interface CodedText {
	code: string;
	/** For dropdowns. */
	label: string;
	/** What accounts of other languages write: Chinese, Japanese, English. */
	texts: readonly string[];
}

/**
 * `call_result` (docs/protocols/udesk.md#call-trigger-push). Only Chinese is known to be sent; Japanese and
 * English are the words of the translated pages.
 */
export const CALL_RESULTS: readonly CodedText[] = [
	{
		code: 'customer_no_answer',
		label: 'Customer Did Not Answer',
		texts: ['客户未接', '顧客未応答', 'Customer Not Answered'],
	},
	{
		code: 'customer_answered',
		label: 'Customer Answered',
		texts: ['客户接听', '顧客応答', 'Customer Answered'],
	},
	{ code: 'phone_busy', label: 'Phone Busy', texts: ['话机占线', '話中', 'Line Busy'] },
	{
		code: 'phone_offline',
		label: 'Phone Offline',
		texts: ['话机离线', '電話オフライン', 'Line Offline'],
	},
	{
		code: 'agent_no_answer',
		label: 'Agent Did Not Answer',
		texts: ['客服未接', 'オペレーター未応答', 'Agent Not Answered'],
	},
	{
		code: 'agent_rejected',
		label: 'Agent Rejected',
		texts: ['客服拒接', 'オペレーター拒否', 'Agent Rejected'],
	},
	{
		code: 'agent_answered',
		label: 'Agent Answered',
		texts: ['客服接听', 'オペレーター応答', 'Agent Answered'],
	},
	{
		code: 'customer_quick_hangup',
		label: 'Customer Hung Up at Once',
		texts: ['客户速挂', '顧客即時切断', 'Customer Hung Up'],
	},
	{ code: 'customer_hangup', label: 'Customer Hung Up', texts: ['客户挂机', '顧客切断'] },
	{ code: 'queue_timeout', label: 'Queue Timeout', texts: ['排队超时', '待機タイムアウト'] },
	{ code: 'queue_abandoned', label: 'Queue Abandoned', texts: ['放弃排队', '待機放棄'] },
	{ code: 'no_queue_chosen', label: 'No Queue Chosen', texts: ['未选择队列', 'キュー未選択'] },
];

/**
 * `category` (docs/protocols/udesk.md#call-trigger-push): sent as code; the Japanese words are those of the
 * page.
 */
export const CATEGORIES: readonly CodedText[] = [
	{ code: 'normal', label: 'Normal', texts: ['通常通話'] },
	{ code: 'transfer', label: 'Transfer', texts: ['転送'] },
	{ code: 'transfer_outline', label: 'Transfer to External Number', texts: ['外線転送'] },
	{ code: 'consult', label: 'Consultation', texts: ['相談'] },
	{ code: 'consult_outline', label: 'Consultation with External Number', texts: ['相談(外線)'] },
	{ code: 'three_party', label: 'Three-Way Call', texts: ['三者通話'] },
	{
		code: 'three_party_outline',
		label: 'Three-Way Call with External Number',
		texts: ['三者通話(外線)'],
	},
	{ code: 'listening', label: 'Listening', texts: ['監視'] },
	{ code: 'barge_in', label: 'Leader Barged In', texts: ['リーダー強制介入'] },
	{ code: 'substitute', label: 'Leader Took Over', texts: ['リーダー強制解除'] },
];

/** `workflow`: how the call came about. */
export const WORKFLOWS: readonly CodedText[] = [
	{ code: 'in', label: 'Incoming', texts: ['着信'] },
	{ code: 'out_callback', label: 'Outgoing, Agent First', texts: ['双方向コールバック'] },
	{ code: 'out_direct', label: 'Outgoing, Direct', texts: ['発信ダイレクト'] },
	{ code: 'out_auto', label: 'Outgoing, by Task Dialler', texts: ['自動発信'] },
];

/** What a text nobody knows gets. */
export const OTHER = 'other';

/** Characters of a text that may be one of the lists; the folding below is not linear. */
const LONGEST = 100;

const folded = (text: string) =>
	text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\s_-]+/g, '');

const indexes = new Map<readonly CodedText[], Map<string, string>>();

/** The code of a text or code, whatever its language; `other` for an unknown one, undefined for none. */
export function codeOf(table: readonly CodedText[], value: unknown): string | undefined {
	if (typeof value !== 'string' || value.trim() === '') return undefined;
	if (value.length > LONGEST) return OTHER;
	let index = indexes.get(table);
	if (!index) {
		index = new Map(
			table.flatMap(({ code, texts }) => [code, ...texts].map((text) => [folded(text), code])),
		);
		indexes.set(table, index);
	}
	return index.get(folded(value)) ?? OTHER;
}
