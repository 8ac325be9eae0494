const URI = /^ciscospark:\/\/[^/]*\/\w+\/([^/]+)$/i;

/** Base64 of `ciscospark://`. */
const ENCODED = /^Y2lzY29zcGFyazovL[\w+/-]+=*$/;

/**
 * The ID that Xsi wants of one of Webex, which is base64 of an address that ends in it
 * (docs/protocols/webex-calling.md#ids). Takes any of the three forms; every other ID stays as it is.
 */
export function xsiId(id: string): string {
	const written = id.trim();
	const uri = ENCODED.test(written) ? Buffer.from(written, 'base64').toString('utf8') : written;
	return URI.exec(uri)?.[1] ?? id;
}
