const main = document.querySelector('main');

function element(name, properties = {}, ...children) {
	const node = Object.assign(document.createElement(name), properties);
	node.append(...children);
	return node;
}

function deedOf({ label, then }, path) {
	const button = element('button', { textContent: label });
	const outcome = element('p', { className: 'then' });
	outcome.setAttribute('aria-live', 'polite');
	button.addEventListener('click', async () => {
		button.disabled = true;
		outcome.removeAttribute('role');
		try {
			const answer = await fetch(path, { method: 'POST' });
			if (!answer.ok) throw new Error(await answer.text());
			outcome.textContent = then;
		} catch (error) {
			outcome.setAttribute('role', 'alert');
			outcome.textContent = `It did not work: ${error.message}`;
		}
		button.disabled = false;
	});
	return element('div', {}, button, outcome);
}

function sectionOf({ name, page, deeds }, system) {
	const section = element('section', {}, element('h2', { textContent: name }));
	if (page) {
		const link = element('a', {
			href: page,
			target: '_blank',
			textContent: 'Its own telephones page',
		});
		section.append(element('p', {}, link, ' lets you place, answer and move calls by mouse.'));
	}
	section.append(...deeds.map((deed, index) => deedOf(deed, `/deeds/${system}/${index}`)));
	return section;
}

const { n8n, systems } = await (await fetch('/systems')).json();
document.querySelector('#n8n').href = n8n;
main.append(...systems.map(sectionOf));
