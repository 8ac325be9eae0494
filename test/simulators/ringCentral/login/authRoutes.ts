import { OAuthFailure } from './auth';
import { ApiFailure, type RouteContext, type RouteReply, type Router } from '../requests/router';

function form({ body, headers }: RouteContext): URLSearchParams {
	if (!/^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')) {
		throw new OAuthFailure(415, 'invalid_request', 'Unsupported Media Type');
	}
	return body as URLSearchParams;
}

/** Login, token, revoke (docs/protocols/ringcentral.md#tokens); what is open to all. */
export function addAuthRoutes(router: Router): void {
	const open = { group: 'auth', open: true } as const;
	// In no rate group, and without a login.
	router.add('GET', '/restapi/v1.0', open, ({ headers, method }): RouteReply => {
		if (headers.authorization !== undefined) {
			throw new ApiFailure(400, 'CMN-101', `${method} /restapi/v1.0 is asked without a token`);
		}
		return { json: { uri: '/restapi/v1.0', versionString: '1.0.34', uriString: 'v1.0' } };
	});
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
