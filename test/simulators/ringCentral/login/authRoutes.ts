import { OAuthFailure } from './auth';
import type { RouteContext, RouteReply, Router } from '../requests/router';

function form({ body, headers }: RouteContext): URLSearchParams {
	if (!/^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')) {
		throw new OAuthFailure(415, 'invalid_request', 'Unsupported Media Type');
	}
	return body as URLSearchParams;
}

/** Login, token, revoke (docs/protocols/ringcentral.md#tokens). */
export function addAuthRoutes(router: Router): void {
	const open = { group: 'auth', open: true } as const;
	router.add(
		'GET',
		'/restapi/oauth/authorize',
		open,
		({ world, query }): RouteReply => ({
			status: 302,
			headers: { Location: world.tokens.authorise(query).location },
		}),
	);
	router.add('POST', '/restapi/oauth/token', open, (context): RouteReply => {
		const fields = form(context);
		const { world, headers } = context;
		const limits = world.rates.take(
			'auth',
			world.tokens.ownerOf(fields) ?? `client ${world.options.clientId}`,
		);
		return { json: world.tokens.token(fields, headers.authorization), headers: limits };
	});
	router.add('POST', '/restapi/oauth/revoke', open, (context): RouteReply => {
		const { world, headers, query } = context;
		const fields = context.rawBody.length > 0 ? form(context) : new URLSearchParams();
		world.tokens.revoke(fields, headers.authorization, query.get('token') ?? undefined);
		return { status: 200 };
	});
}
