'use strict';

const STATUS = { 0: 'Idle', 1: 'In use', 4: 'Offline', 8: 'Ringing' };
const place = byId('place');

const act = (path, body = {}) =>
	control(path, body)
		.then(refresh)
		.catch((error) => console.warn(error.message));

const button = (textContent, path, body, className = '') =>
	make('button', { type: 'button', textContent, className, onclick: () => act(path, body) });

function callButtons({ id, phase }) {
	const end = (text, body) => button(text, `calls/${id}/hangup`, body, 'end');
	if (phase === 'up') {
		return [end('Agent hangs up', { side: 'agent' }), end('Caller hangs up', { side: 'caller' })];
	}
	return [
		phase === 'waiting' ? undefined : button('Answer', `calls/${id}/answer`, {}, 'main'),
		end('Caller gives up', { side: 'caller', missCause: 'MEMBER_CANCEL' }),
	];
}

function callCard(call) {
	const { caller, callee, dialed, direction, phase, queue } = call;
	const to = callee || (queue ? `queue ${queue}` : dialed);
	return make(
		'section',
		{ className: 'card' },
		make(
			'div',
			{ className: 'row spread' },
			make('strong', { textContent: `${caller} → ${to}` }),
			badge(phase),
		),
		make('div', {
			className: 'soft small',
			textContent: [direction, queue && `queue ${queue}`, call.id].filter(Boolean).join(' · '),
		}),
		make('div', { className: 'row' }, ...callButtons(call)),
	);
}

function extensionCard({ number, address, status }) {
	return make(
		'section',
		{ className: 'card' },
		make(
			'div',
			{ className: 'row spread' },
			make('h2', { textContent: number, style: 'margin:0' }),
			badge(STATUS[status] ?? `Status ${status}`, status === 0 || status === 4 ? '' : 'good'),
		),
		make('div', { className: 'soft small', textContent: address ?? 'not registered' }),
	);
}

function showCallees(extensions, queues) {
	const select = place.elements.to;
	if (select.options.length > 0) return;
	const options = [
		...Object.keys(queues).map((queue) => [queue, `Queue ${queue}`]),
		...extensions.map(({ number }) => [number, `Extension ${number}`]),
	];
	select.append(...options.map(([value, textContent]) => make('option', { value, textContent })));
}

const pushEntry = ({ event, attempt, status }) => ({
	title: event.event,
	mark: [attempt > 1 ? `try ${attempt}` : '', status ?? 'no answer'].filter(Boolean).join(' · '),
	kind: status < 300 ? 'good' : 'warn',
	detail: JSON.stringify(event),
});

async function refresh() {
	const { time, extensions, queues, calls, push } = await control('state');
	showCallees(extensions, queues);
	draw('calls', calls, (all) => all.map(callCard));
	draw('users', extensions, (all) => all.map(extensionCard));
	byId('facts').textContent = `${time} · ${extensions.length} extensions · ${calls.length} calls`;
	byId('listeners').textContent = push
		? `To ${push.split('?')[0]}`
		: 'There is no address to push to yet.';
	await showLog('sent', 'pushes', pushEntry);
	await showLog('requests', 'requests', requestEntry);
}

place.onsubmit = (event) => {
	event.preventDefault();
	act('calls', { from: place.elements.from.value, to: place.elements.to.value });
};

every(1000, refresh);
