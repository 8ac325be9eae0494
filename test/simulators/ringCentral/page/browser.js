'use strict';

const SHOWN_EVENTS = 200;
const SHOWN_PEOPLE = 12;
const DND = [
	'TakeAllCalls',
	'DoNotAcceptDepartmentCalls',
	'TakeDepartmentCallsOnly',
	'DoNotAcceptAnyCalls',
];

/** Asks the control interface for something and then shows the new state. */
function act(path, body = {}) {
	control(path, body)
		.then(refresh)
		.catch((error) => console.warn(error.message));
}

const button = (text, path, body, properties = {}) =>
	make('button', {
		type: 'button',
		textContent: text,
		onclick: () => act(path, typeof body === 'function' ? body() : body),
		...properties,
	});
const who = (end) => [end?.name, end?.phoneNumber].filter(Boolean).join(' · ') || 'Anonymous';
const row = (...children) => make('div', { className: 'row' }, ...children);
const ended = ({ status }) => status === 'Disconnected' || status === 'Gone';

function partyButtons(call, party, people) {
	const to = (action, text, className = '', body = {}) =>
		button(text, `calls/${call.id}/${action}`, { by: party.id, ...body }, { className });
	const ringing = party.direction === 'Inbound' && ['Setup', 'Proceeding'].includes(party.status);
	const isQueue = people.find(({ id }) => id === party.extensionId)?.type === 'Department';
	if (call.pickUp.includes(party.id)) return [to('answer', 'Pick up', 'main')];
	if (ringing) {
		return [
			isQueue ? undefined : to('answer', 'Answer', 'main'),
			party.extensionId && !isQueue ? to('reject', 'Reject') : undefined,
			party.extensionId && (isQueue || !party.queueCall)
				? to('toVoicemail', 'To voicemail')
				: undefined,
			party.extensionId ? undefined : to('hangUp', 'Reject', 'end'),
		];
	}
	if (party.status === 'VoiceMail') {
		return [button('Leave a message', `calls/${call.id}/leaveVoicemail`, { duration: 5 })];
	}
	if (party.status === 'Parked') {
		const takers = people.filter(({ type, id }) => type === 'User' && id !== party.extensionId);
		return takers.map(({ login }) =>
			button(`${login} picks up`, `calls/${call.id}/pickUp`, { by: login }),
		);
	}
	const own = party.extensionId !== undefined;
	const connected = ['Answered', 'Hold'].includes(party.status);
	return [
		own && party.status === 'Answered' ? to('hold', 'Hold') : undefined,
		own && party.status === 'Hold' ? to('unhold', 'Unhold', 'main') : undefined,
		own && connected ? to('park', 'Park') : undefined,
		to('hangUp', 'Hang up', 'end'),
	];
}

function partyRow(call, party, people) {
	const end = party.direction === 'Outbound' ? party.from : party.to;
	return make(
		'div',
		{ className: `call ${party.status}` },
		make(
			'div',
			{ className: 'row spread' },
			make('strong', { textContent: who(end) }),
			badge([party.status, party.reason, party.parkId].filter(Boolean).join(' · ')),
		),
		ended(party) ? undefined : row(...partyButtons(call, party, people)),
	);
}

function callCard(call, people) {
	const host = call.ownerId && !call.parties.some((party) => !ended(party));
	return make(
		'section',
		{ className: 'card' },
		make(
			'div',
			{ className: 'row spread' },
			make('h2', { textContent: `${call.origin} ${call.sessionId}`, style: 'margin:0' }),
			host ? button('Host joins', `calls/${call.id}/join`, {}) : undefined,
		),
		make('div', { className: 'soft small', textContent: call.id }),
		...call.parties.map((party) => partyRow(call, party, people)),
	);
}

function personCard(person, people) {
	const isUser = person.type === 'User';
	const facts = [`ext. ${person.extensionNumber}`, person.directNumber, person.id];
	const dnd = make(
		'select',
		{ 'aria-label': 'Do not disturb' },
		...DND.map((value) =>
			make('option', { value, textContent: value, selected: value === person.dndStatus }),
		),
	);
	dnd.onchange = () => act('presence', { user: person.login, dndStatus: dnd.value });
	const members = Object.entries(person.members ?? {}).map(([user, accepts]) =>
		button(
			people.find(({ id }) => id === user)?.name ?? user,
			'queueMembers',
			{ queue: person.login, user, accepts: !accepts },
			{ 'aria-pressed': String(accepts) },
		),
	);
	return make(
		'section',
		{ className: 'card' },
		make(
			'div',
			{ className: 'row spread' },
			make('h2', { textContent: person.name, style: 'margin:0' }),
			isUser
				? badge(person.telephonyStatus, person.telephonyStatus === 'NoCall' ? '' : 'good')
				: badge('Queue'),
		),
		make('div', { className: 'soft small', textContent: facts.filter(Boolean).join(' · ') }),
		isUser
			? row(dnd)
			: row(make('span', { className: 'soft', textContent: 'Members who take calls' }), ...members),
	);
}

const place = byId('place');
place.onsubmit = (event) => {
	event.preventDefault();
	const { from, to, name } = place.elements;
	act('calls', { from: from.value, to: to.value, name: name.value || undefined });
};

const write = byId('write');
write.onsubmit = (event) => {
	event.preventDefault();
	const { kind, user, text } = write.elements;
	const outside = { from: '+14155550199', to: user.value, text: text.value };
	act(kind.value, kind.value === 'posts' ? { from: user.value, text: text.value } : outside);
};

function showPeople(people) {
	const users = people.filter(({ type }) => type === 'User');
	const select = write.elements.user;
	const wanted = users.map(({ id }) => id).join();
	if (select.dataset.users === wanted) return;
	select.dataset.users = wanted;
	select.replaceChildren(
		...users.map(({ login, name }) => make('option', { value: login, textContent: name })),
	);
	byId('known').replaceChildren(...people.map(({ login }) => make('option', { value: login })));
}

async function refresh() {
	const { accountId, people, calls, subscriptions, sockets } = await control('state');
	showPeople(people);
	byId('calls').replaceChildren(...calls.map((call) => callCard(call, people)));
	byId('users').replaceChildren(
		...people.slice(0, SHOWN_PEOPLE).map((person) => personCard(person, people)),
	);
	byId('facts').textContent =
		`account ${accountId} · ${people.length} extensions · ${calls.length} calls`;
	byId('listeners').textContent =
		subscriptions.length === 0
			? 'Nobody listens yet: activate a trigger and its subscription shows up here.'
			: `${subscriptions.length} subscription(s), ${sockets} open WebSocket(s).`;
}

function summary({ envelope }) {
	const [party] = envelope.body.parties ?? [];
	if (!party) return [envelope.event.split('/').slice(-2).join('/'), ''];
	const { code, reason } = party.status;
	const end = party.direction === 'Outbound' ? party.from : party.to;
	return [`${party.direction} ${[code, reason].filter(Boolean).join(' ')}`, who(end)];
}

function showEvent(entry) {
	const [title, detail] = summary(entry);
	const time = new Date(entry.time).toLocaleTimeString();
	byId('events').prepend(
		make(
			'li',
			{},
			make(
				'div',
				{ className: 'row spread' },
				make('span', { className: 'type', textContent: title }),
				badge(entry.transport, 'good'),
			),
			make('div', {
				className: 'soft small',
				textContent: [time, detail, entry.envelope.body.sequence].filter(Boolean).join(' · '),
			}),
		),
	);
	while (byId('events').children.length > SHOWN_EVENTS) byId('events').lastChild.remove();
}

const postLine = ({ from, text, time }) =>
	make(
		'p',
		{},
		make('strong', { textContent: from }),
		make('span', {
			className: 'soft small',
			textContent: ` ${new Date(time).toLocaleTimeString()}`,
		}),
		make('br'),
		text,
	);

const chatCard = ({ name, type, posts }) =>
	make(
		'section',
		{ className: 'card' },
		make('h2', { textContent: name ?? type }),
		make('div', { className: 'chat' }, ...posts.map(postLine)),
	);

function showChats(chats) {
	draw('chats', chats, (all) => all.map(chatCard));
	for (const chat of document.querySelectorAll('.chat')) chat.scrollTop = chat.scrollHeight;
}

byId('clear').onclick = () => byId('events').replaceChildren();

const live = new EventSource('/control/events');
live.addEventListener('change', () => refresh().catch((error) => console.warn(error.message)));
live.addEventListener('sent', (message) => showEvent(JSON.parse(message.data)));
live.onerror = () => {
	byId('facts').textContent = 'The simulator does not answer.';
};
live.onopen = () => refresh().catch((error) => console.warn(error.message));

every(1500, async () => {
	showChats((await control('state')).chats);
	await showLog('requests', 'requests', requestEntry);
});
