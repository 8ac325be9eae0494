import type { INodeCredentialDescription } from 'n8n-workflow';

/** Both ways to log in; the field *Authentication* shows one of them. */
export const credentials: INodeCredentialDescription[] = [
	{
		name: 'ringCentralOAuth2Api',
		required: true,
		displayOptions: { show: { authentication: ['oAuth2'] } },
	},
	{
		name: 'ringCentralJwtApi',
		required: true,
		displayOptions: { show: { authentication: ['jwt'] } },
		testedBy: 'ringCentralJwtApiTest',
	},
];
