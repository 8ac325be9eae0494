'use strict';

const place = byId('place');

const act = (path, body = {}) =>
	control(path, body)
		.then(refresh)
		.catch((error) => console.warn(error.message));

const isOver = ({ customerHangupAt }) => customerHangupAt !== undefined;
const talks = ({ customerAnswerAt, agentAnswerAt }) =>
	customerAnswerAt !== undefined && agentAnswerAt !== undefined;

function callButtons(call) {
	const { conversationId } = call;
	const button = (textContent, path, body, className) =>
		make('button', {
			type: 'button',
			textContent,
			className,
			onclick: () => act(path, { conversationId, ...body }),
		});
	if (talks(call)) return [button('Hang up', 'end', { outcome: 'customer_answered' }, 'end')];
	return [
		button('Agent answers', 'answer', {}, 'main'),
		button('Customer gives up', 'end', { outcome: 'customer_giveup' }, 'end'),
	];
}

function stateOf(call) {
	if (isOver(call)) return call.outcome ?? 'ended';
	if (!talks(call)) return 'rings';
	return call.held ? 'on hold' : 'talks';
}

function callCard(call) {
	const agent = call.agent ? call.agent.name : call.queue;
	return make(
		'section',
		{ className: 'card' },
		make(
			'div',
			{ className: 'row spread' },
			make('strong', { textContent: `${call.customerName} ${call.customerPhone} → ${agent}` }),
			badge(stateOf(call), isOver(call) ? '' : 'good'),
		),
		make('div', {
			className: 'soft small',
			textContent: [call.workflow, call.category, call.callId].join(' · '),
		}),
		isOver(call) ? undefined : make('div', { className: 'row' }, ...callButtons(call)),
	);
}

function agentCard({ number, name, email, way, state }) {
	return make(
		'section',
		{ className: 'card' },
		make(
			'div',
			{ className: 'row spread' },
			make('h2', { textContent: name, style: 'margin:0' }),
			badge(state, state === 'idle' || state === 'offline' ? '' : 'good'),
		),
		make('div', { className: 'soft small', textContent: `${number} · ${email} · ${way}` }),
	);
}

function showAgents(agents) {
	const select = place.elements.agentEmail;
	if (select.options.length > 0) return;
	select.append(
		...agents.map(({ email, name }) => make('option', { value: email, textContent: name })),
	);
}

const pushEntry = ({ body, statuses }) => ({
	title: 'Push',
	mark: statuses.map((status) => status || 'no answer').join(', ') || '…',
	kind: statuses.at(-1) < 300 ? 'good' : 'warn',
	detail: body ?? '',
});

async function refresh() {
	const { agents, calls } = await control('state');
	showAgents(agents);
	draw('calls', calls.slice(-8).reverse(), (all) => all.map(callCard));
	draw('users', agents, (all) => all.map(agentCard));
	byId('facts').textContent =
		`${agents.length} agents · ${calls.filter((call) => !isOver(call)).length} calls`;
	await showLog('pushes', 'pushes', pushEntry);
	await showLog('requests', 'requests', requestEntry);
}

place.onsubmit = (event) => {
	event.preventDefault();
	const { customerPhone, customerName, agentEmail } = place.elements;
	act('ring', {
		customerPhone: customerPhone.value,
		customerName: customerName.value,
		agentEmail: agentEmail.value,
	});
};

every(1000, refresh);
