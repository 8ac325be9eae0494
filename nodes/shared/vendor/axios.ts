export { create as createAxios, isAxiosError } from 'axios';
export type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios';
