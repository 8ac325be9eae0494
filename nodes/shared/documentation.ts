/** Address of a heading of the README, for the Docs link of a node. */
export const documentationOf = (heading: string): string =>
	`https://github.com/n8n-nodes-telephony/n8n-nodes-telephony#${heading}`;
