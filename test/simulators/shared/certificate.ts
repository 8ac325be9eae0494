import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SelfSignedCertificate {
	key: string;
	cert: string;
	/** File with the certificate, for clients that want to trust it. */
	certificatePath: string;
	/** Deletes the files. */
	remove(): void;
}

/**
 * A certificate for localhost and 127.0.0.1, valid for 30 days, made by the `openssl` command.
 * @throws Error that tells to install openssl when the command is missing
 */
export function selfSignedCertificate(): SelfSignedCertificate {
	const folder = mkdtempSync(join(tmpdir(), 'simulator-tls-'));
	const keyPath = join(folder, 'key.pem');
	const certificatePath = join(folder, 'cert.pem');
	const remove = () => rmSync(folder, { recursive: true, force: true });
	try {
		execFileSync(
			'openssl',
			[
				...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30'],
				...['-keyout', keyPath, '-out', certificatePath, '-subj', '/CN=localhost'],
				...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1'],
			],
			{ stdio: ['ignore', 'ignore', 'pipe'] },
		);
	} catch (error) {
		remove();
		const reason = error instanceof Error ? error.message : String(error);
		throw new Error(`TLS needs the "openssl" command to make a certificate: ${reason}`);
	}
	return {
		key: readFileSync(keyPath, 'utf8'),
		cert: readFileSync(certificatePath, 'utf8'),
		certificatePath,
		remove,
	};
}
