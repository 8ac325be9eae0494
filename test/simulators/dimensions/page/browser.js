'use strict';

const place = byId('place');
const FIELDS = ['caller', 'callerName', 'did', 'direction'];

function callCard({ cliNum, cliName, ddiNum, ddiName, ans, ring, talk, id }) {
	const who = [cliName, cliNum].filter(Boolean).join(' ');
	return make(
		'section',
		{ className: 'card' },
		make(
			'div',
			{ className: 'row spread' },
			make('strong', { textContent: `${who} → ${ddiName} ${ddiNum}` }),
			badge(ans ? 'answered' : 'lost', ans ? 'good' : 'warn'),
		),
		make('div', {
			className: 'soft small',
			textContent: `rang ${ring} s · talked ${talk} s · ${id}`,
		}),
	);
}

const contactCard = ({ name, contacts }) =>
	make(
		'section',
		{ className: 'card' },
		make('h2', { textContent: name }),
		...contacts.map(({ fields }) =>
			make('div', {
				className: 'soft small',
				textContent: Object.values(fields).filter(Boolean).join(' · '),
			}),
		),
	);

const pushEntry = ({ method, body, statuses }) => ({
	title: `${method} of a call`,
	mark: statuses.map((status) => status || 'no answer').join(', ') || '…',
	kind: statuses.at(-1) < 300 ? 'good' : 'warn',
	detail: body ?? '',
});

async function refresh() {
	const { calls, directories } = await control('state');
	draw('calls', calls.slice(-8).reverse(), (all) => all.map(callCard));
	draw('users', directories, (all) => all.map(contactCard));
	byId('facts').textContent = `${directories.length} directories · ${calls.length} calls`;
	await showLog('pushes', 'pushes', pushEntry);
	await showLog('requests', 'requests', requestEntry);
}

place.onsubmit = (event) => {
	event.preventDefault();
	const { elements } = place;
	const talk = Number(elements.talk.value);
	const call = {
		...Object.fromEntries(FIELDS.map((name) => [name, elements[name].value])),
		ring: Number(elements.ring.value),
		talk,
		answered: talk > 0,
		recorded: talk > 0,
		type: elements.direction.value === 'internal' ? 'internal' : 'external',
	};
	control('calls', call)
		.then(refresh)
		.catch((error) => console.warn(error.message));
};

every(1000, refresh);
