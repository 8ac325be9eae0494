export { Parser } from 'xml2js';
