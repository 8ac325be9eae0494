const { Socket } = require('node:net');
const { isMainThread } = require('node:worker_threads');

/**
 * Loaded into every n8n that is started here: ends it, with all that it started, when the other end of the pipe
 * at descriptor 3 is gone. Whoever started it may have been killed, and then nobody else ends it.
 */
if (isMainThread) {
	const pipe = new Socket({ fd: 3 });
	pipe.unref();
	pipe.on('error', () => pipe.destroy());
	pipe.on('close', () => {
		if (process.platform === 'win32') process.exit(1);
		process.kill(-process.pid, 'SIGKILL');
	});
	pipe.resume();
}
