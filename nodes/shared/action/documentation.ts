/** Address of a backend's page in `docs/`, for the Docs link of a node. */
export const documentationOf = (page: string): string =>
	`https://github.com/n8n-nodes-telephony/n8n-nodes-telephony/blob/main/docs/${page}.md`;
