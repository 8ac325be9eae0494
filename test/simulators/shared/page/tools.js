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
	byId('problem').textContent = '';
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

const badge = (text, kind = '') => make('span', { className: `badge ${kind}`, textContent: text });
