import type { N8nApi } from './api';
import type { JsonObject } from './rest-types';

export interface DataTableColumn {
	name: string;
	type: 'string' | 'number' | 'boolean' | 'date';
}

export interface DataTable {
	id: string;
	name: string;
}

/** n8n's own tables, which workflows read and write with the Data Table node. */
export class DataTables {
	private readonly base: string;

	private constructor(
		private readonly api: N8nApi,
		private readonly projectId: string,
	) {
		this.base = `/rest/projects/${projectId}/data-tables`;
	}

	static async of(api: N8nApi): Promise<DataTables> {
		return new DataTables(api, await api.personalProjectId());
	}

	/** Where the editor shows a table, as a path. */
	pathOf(id: string): string {
		return `/projects/${this.projectId}/datatables/${id}`;
	}

	async create(
		name: string,
		columns: DataTableColumn[],
		rows: JsonObject[] = [],
	): Promise<DataTable> {
		const table = await this.api.rest.data<DataTable>('POST', this.base, { name, columns });
		if (rows.length > 0) {
			await this.api.rest.request('POST', `${this.base}/${table.id}/insert`, {
				data: rows,
				returnType: 'count',
			});
		}
		return table;
	}

	async list(): Promise<DataTable[]> {
		const { data } = await this.api.rest.data<{ data: DataTable[] }>('GET', this.base);
		return data;
	}

	/** The oldest 250, oldest first. */
	async rows(id: string): Promise<JsonObject[]> {
		return await this.read(id, '');
	}

	/** The newest 250, newest first. */
	async newestRows(id: string): Promise<JsonObject[]> {
		return await this.read(id, '&sortBy=id:desc');
	}

	private async read(id: string, order: string): Promise<JsonObject[]> {
		const path = `${this.base}/${id}/rows?take=250${order}`;
		return (await this.api.rest.data<{ data: JsonObject[] }>('GET', path)).data;
	}
}
