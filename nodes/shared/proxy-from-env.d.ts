declare module 'proxy-from-env' {
	/** Address of the proxy for a URL by the environment (HTTPS_PROXY, NO_PROXY …); empty for none. */
	export function getProxyForUrl(url: string): string;
}
