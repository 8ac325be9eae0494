const main = document.querySelector('main');

function element(name, properties = {}, ...children) {
	const node = Object.assign(document.createElement(name), properties);
	node.append(...children);
	return node;
}

const linkTo = (textContent, href) => element('a', { textContent, href, target: '_blank' });

const WORDS = { success: 'done', new: 'starting', waiting: 'waits', error: 'failed' };

/** A line of the outcome: what it is, as a link, and how far it is. */
const lineOf = (link, state) =>
	element(
		'li',
		{},
		link,
		' ',
		element('span', { className: `state ${state}`, textContent: WORDS[state] ?? state }),
	);

function show(list, { executions, sights, done }) {
	const waiting = done ? 'missing' : 'expected';
	list.replaceChildren(
		...executions.map(({ id, workflow, status, url }) =>
			lineOf(linkTo(`Execution ${id} of ${workflow}`, url), status),
		),
		...sights.map((sight) =>
			sight ? lineOf(linkTo(sight.text, sight.url), 'success') : lineOf('A result', waiting),
		),
	);
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function ask(path, method = 'GET') {
	const answer = await fetch(path, { method });
	if (!answer.ok) throw new Error(await answer.text());
	return await answer.json();
}

function deedOf({ label, then, workflows }, path) {
	const button = element('button', { textContent: label });
	const problem = element('p');
	const list = element('ul', { className: 'outcome' });
	list.setAttribute('aria-live', 'polite');
	button.addEventListener('click', async () => {
		button.disabled = true;
		problem.removeAttribute('role');
		problem.textContent = '';
		list.replaceChildren(element('li', { textContent: '…' }));
		try {
			const { run } = await ask(path, 'POST');
			for (let view = { done: false }; !view.done; ) {
				view = await ask(`/runs/${run}`);
				show(list, view);
				if (!view.done) await pause(700);
			}
		} catch (error) {
			problem.setAttribute('role', 'alert');
			problem.textContent = `It did not work: ${error.message}`;
		}
		button.disabled = false;
	});
	const links = workflows.flatMap(({ name, url }) => [' ', linkTo(name, url)]);
	const about = element(
		'p',
		{ className: 'then' },
		then,
		element('br'),
		workflows.length > 1 ? 'Workflows:' : 'Workflow:',
		...links,
	);
	return element('div', { className: 'deed' }, button, about, problem, list);
}

function sectionOf({ name, page, deeds }, system) {
	const telephones = linkTo('Telephones and line', page);
	const head = element('header', {}, element('h2', { textContent: name }), telephones);
	return element(
		'section',
		{},
		head,
		...deeds.map((deed, index) => deedOf(deed, `/deeds/${system}/${index}`)),
	);
}

const { n8n, systems } = await ask('/systems');
document.querySelector('#n8n').href = n8n;
main.append(...systems.map(sectionOf));
