'use strict';

const SHOWN_EVENTS = 200;
const SHOWN_USERS = 12;
const AGENT_STATES = ['Sign-In', 'Available', 'Unavailable', 'Wrap-Up', 'Sign-Out'];

/** A button that asks the control interface for something and then shows the new state. */
function button(text, path, body = {}, properties = {}) {
	const act = () =>
		control(path, typeof body === 'function' ? body() : body)
			.then(refresh)
			.catch((error) => console.warn(error.message));
	return make('button', { type: 'button', textContent: text, onclick: act, ...properties });
}

const who = (party) =>
	[party?.name, party?.address?.replace(/^(tel|sip):/, '')].filter(Boolean).join(' · ') ||
	'Anonymous';
const id = encodeURIComponent;

function callButtons(call) {
	const to = (action, text, className = '', body = {}) =>
		button(text, `calls/${id(call.callId)}/${action}`, body, { className });
	const ringing = call.state === 'Alerting';
	if (ringing && call.personality === 'Originator') {
		return [to('remoteAnswer', 'Callee answers'), to('hangup', 'Hang up', 'end')];
	}
	if (ringing) {
		const own = call.personality === 'Click-to-Dial';
		return [
			to('answer', own ? 'Pick up' : 'Answer', 'main'),
			own ? undefined : to('decline', 'Decline', 'end'),
			own ? undefined : to('toVoicemail', 'Leaves a voicemail'),
			to(own ? 'hangup' : 'remoteHangup', own ? 'Hang up' : 'Caller gives up', 'end'),
		];
	}
	return [
		call.state === 'Held' ? to('retrieve', 'Retrieve', 'main') : to('hold', 'Hold'),
		to('toVoicemail', 'To voicemail'),
		to('hangup', 'Hang up', 'end'),
		to('remoteHangup', 'Other side hangs up', 'end'),
	];
}

function callCard(call) {
	const details = [call.personality, call.recording && `recording ${call.recording}`];
	return make(
		'div',
		{ className: `call ${call.state}` },
		make(
			'div',
			{ className: 'row spread' },
			make('strong', { textContent: who(call.remote) }),
			badge(call.state),
		),
		make('div', {
			className: 'soft small',
			textContent: [...details, call.callId].filter(Boolean).join(' · '),
		}),
		make('div', { className: 'row' }, ...callButtons(call)),
	);
}

function agentRow(agent) {
	const options = AGENT_STATES.map((state) =>
		make('option', { value: state, textContent: state, selected: state === agent.state }),
	);
	const select = make('select', { 'aria-label': 'Agent state' }, ...options);
	select.onchange = () =>
		control(`agents/${id(agent.userId)}/state`, { state: select.value })
			.then(refresh)
			.catch((error) => console.warn(error.message));
	const quick = ['Available', 'Unavailable'].map((state) =>
		button(
			state,
			`agents/${id(agent.userId)}/state`,
			{ state },
			{
				'aria-pressed': String(agent.state === state),
			},
		),
	);
	return make(
		'div',
		{ className: 'row' },
		make('span', { className: 'soft', textContent: 'Agent' }),
		select,
		...quick,
	);
}

function userCard(user, state) {
	const calls = state.calls.filter((call) => call.userId === user.userId);
	const agent = state.agents.find((item) => item.userId === user.userId);
	const { newMessages = 0, oldMessages = 0 } = user.messageSummary;
	const dial = make('input', { size: 12, placeholder: 'number to dial', 'aria-label': 'Number' });
	dial.dataset.keep = `dial ${user.userId}`;
	return make(
		'section',
		{ className: 'card' },
		make(
			'div',
			{ className: 'row spread' },
			make('h2', { textContent: user.name, style: 'margin:0' }),
			badge(user.hookStatus, user.hookStatus === 'Off-Hook' ? 'good' : ''),
		),
		make('div', {
			className: 'soft small',
			textContent: `${user.userId} · ext. ${user.extension} · ${user.number}`,
		}),
		make('div', { className: 'calls' }, ...calls.map(callCard)),
		make(
			'div',
			{ className: 'row' },
			dial,
			button('Dial', `users/${id(user.userId)}/dial`, () => ({ to: dial.value })),
		),
		agent && agentRow(agent),
		make(
			'div',
			{ className: 'row' },
			button(
				'Do not disturb',
				`users/${id(user.userId)}/dnd`,
				{ active: !user.doNotDisturb },
				{ 'aria-pressed': String(user.doNotDisturb) },
			),
			button('Leave a voicemail', `users/${id(user.userId)}/voicemail`, caller),
			badge(`${newMessages} new, ${oldMessages} old`, newMessages > 0 ? 'warn' : ''),
		),
	);
}

function queueCard(queue) {
	const entries = queue.calls.map((entry) => {
		const to = (action, text, className = '') =>
			button(
				text,
				`queues/${id(queue.queueId)}/${action}`,
				{ callId: entry.callId },
				{ className },
			);
		return make(
			'div',
			{ className: `call ${entry.answeringUserId ? 'Alerting' : ''}` },
			make(
				'div',
				{ className: 'row spread' },
				make('strong', { textContent: who(entry.remote) }),
				badge(entry.answeringUserId ? `rings at ${entry.answeringUserId}` : 'waits'),
			),
			make(
				'div',
				{ className: 'row' },
				entry.answeringUserId && to('bounce', 'Bounce'),
				to('overflow', 'Overflow'),
				to('abandon', 'Caller gives up', 'end'),
			),
		);
	});
	return make(
		'section',
		{ className: 'card' },
		make('h2', { textContent: `${queue.name} (${queue.queueId})` }),
		make('div', {
			className: 'soft small',
			textContent:
				`${queue.calls.length} waiting · ${queue.statistics.answered} answered · ` +
				`rings ${queue.bounceAfter / 1000} s at an agent before it bounces`,
		}),
		...entries,
	);
}

const form = byId('place');
const caller = () => ({ from: form.elements.from.value, name: form.elements.name.value });

form.onsubmit = (event) => {
	event.preventDefault();
	control('calls', { ...caller(), to: form.elements.to.value })
		.then(refresh)
		.catch((error) => console.warn(error.message));
};

function showCallees(users) {
	const select = form.elements.to;
	const wanted = users.map((user) => user.userId).join();
	if (select.dataset.users === wanted) return;
	select.dataset.users = wanted;
	select.replaceChildren(
		...users.map((user) => make('option', { value: user.userId, textContent: user.name })),
	);
}

/** What was typed and where the cursor is survive a new drawing. */
function redraw(area, children) {
	const typed = new Map();
	for (const input of area.querySelectorAll('[data-keep]')) {
		typed.set(input.dataset.keep, { value: input.value, focus: input === document.activeElement });
	}
	area.replaceChildren(...children);
	for (const input of area.querySelectorAll('[data-keep]')) {
		const before = typed.get(input.dataset.keep);
		if (!before) continue;
		input.value = before.value;
		if (before.focus) input.focus();
	}
}

async function refresh() {
	const state = await control('state');
	const people = state.users.filter((user) => user.kind === 'user');
	const callable = state.users.filter((user) => user.kind !== 'administrator');
	showCallees(callable);
	redraw(
		byId('users'),
		people.slice(0, SHOWN_USERS).map((user) => userCard(user, state)),
	);
	redraw(byId('queues'), state.queues.map(queueCard));
	byId('facts').textContent =
		`enterprise ${state.enterprise} · group ${state.groups.join(', ')} · ` +
		`${people.length} users · ${state.calls.length} calls`;
	const { channels, subscriptions } = state;
	byId('listeners').textContent =
		subscriptions.length === 0
			? 'Nobody listens yet: activate a trigger and its subscription shows up here.'
			: `${subscriptions.length} subscription(s), ${channels.length} open channel(s).`;
}

function eventStatus(record) {
	if (record.lost) return badge(record.lost, 'bad');
	if (record.acked) return badge(`acknowledged ${record.statusCode ?? ''}`, 'good');
	return record.delivered ? badge('sent', 'warn') : badge('waits for a channel', 'warn');
}

function showEvent(record) {
	const list = byId('events');
	const time = new Date(record.sentAt ?? record.madeAt).toLocaleTimeString();
	const item = make(
		'li',
		{ id: `event-${record.n}` },
		make(
			'div',
			{ className: 'row spread' },
			make('span', { className: 'type', textContent: record.type }),
			eventStatus(record),
		),
		make('div', {
			className: 'soft small',
			textContent: `${time} · ${record.package} · ${record.targetId} · no. ${record.sequenceNumber}`,
		}),
	);
	const before = byId(`event-${record.n}`);
	if (before) before.replaceWith(item);
	else list.prepend(item);
	while (list.children.length > SHOWN_EVENTS) list.lastChild.remove();
}

/** Heartbeats are left out: they come every few seconds and say nothing. */
const lineEntry = (request) =>
	/\/heartbeat/i.test(request.path) ? undefined : requestEntry(request);

byId('clear').onclick = () => byId('events').replaceChildren();

const live = new EventSource('/control/events');
live.addEventListener('change', () => refresh().catch((error) => console.warn(error.message)));
live.addEventListener('sent', (message) => showEvent(JSON.parse(message.data)));
live.onerror = () => {
	byId('facts').textContent = 'The simulator does not answer.';
};
live.onopen = () => refresh().catch((error) => console.warn(error.message));

every(1500, async () => await showLog('requests', 'requests', lineEntry));
