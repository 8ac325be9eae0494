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
	private constructor(
		private readonly api: N8nApi,
		private readonly base: string,
	) {}

	static async of(api: N8nApi): Promise<DataTables> {
		return new DataTables(api, `/rest/projects/${await api.personalProjectId()}/data-tables`);
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

	async rows(id: string): Promise<JsonObject[]> {
		const { data } = await this.api.rest.data<{ data: JsonObject[] }>(
			'GET',
			`${this.base}/${id}/rows?take=250`,
		);
		return data;
	}
}
