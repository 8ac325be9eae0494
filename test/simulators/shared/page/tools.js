'use strict';

const byId = (id) => document.getElementById(id);

/** An element with properties, attributes (`aria-…`, `data-…`) and children. */
function make(tag, properties = {}, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(properties)) {
		if (name.includes('-')) element.setAttribute(name, value);
		else element[name] = value;
	}
	element.append(...children.filter((child) => child !== undefined && child !== null));
	return element;
}

async function control(path, body) {
	if (body !== undefined) byId('problem').textContent = '';
	const response = await fetch(`/control/${path}`, {
		method: body === undefined ? 'GET' : 'POST',
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	const answer = await response.json();
	if (!response.ok) {
		byId('problem').textContent = answer.error;
		throw new Error(answer.error);
	}
	return answer;
}

/** Asks again and again, so that the page shows what others do; what fails is shown and tried again. */
function every(ms, ask) {
	const again = () =>
		ask()
			.catch((error) => (byId('facts').textContent = error.message))
			.finally(() => setTimeout(again, ms));
	again();
}

const drawn = new Map();

/** Draws an area anew when what it shows has changed: a button somebody is about to press stays where it is. */
function draw(id, value, children) {
	const text = JSON.stringify(value);
	if (drawn.get(id) === text) return;
	drawn.set(id, text);
	byId(id).replaceChildren(...children(value));
}

const SHOWN_ENTRIES = 100;

const logLine = ({ title, mark, kind, detail }) =>
	make(
		'li',
		{},
		make(
			'div',
			{ className: 'row spread' },
			make('span', { className: 'type', textContent: title }),
			badge(mark, kind),
		),
		make('div', { className: 'soft small', textContent: detail }),
	);

/**
 * Shows a log of the control interface in the list `id`, newest first.
 * @param entryOf what one line says: `{title, mark, kind, detail}`; undefined leaves it out
 */
async function showLog(path, id, entryOf) {
	const entries = (await control(path)).map(entryOf).filter(Boolean).slice(-SHOWN_ENTRIES);
	draw(id, entries.reverse(), (shown) => shown.map(logLine));
}

/** A request of n8n, for `showLog`. */
const requestEntry = ({ method, path, url, status, body }) => ({
	title: `${method} ${decodeURI((path ?? url).split('?')[0])}`,
	mark: String(status ?? '…'),
	kind: status >= 400 ? 'bad' : 'good',
	detail: typeof body === 'string' ? body.slice(0, 300) : '',
});

const badge = (text, kind = '') => make('span', { className: `badge ${kind}`, textContent: text });
