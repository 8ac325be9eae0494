import { portIsFree } from '../../n8n-driver/free-port';

/** First of the ports that the demo's own servers take while they are free: addresses stay the same from one start to the next. */
const FIRST = 5680;

/** A port of the demo by its place, 0 for the page; any other when it is taken. */
export async function demoPort(place: number): Promise<number> {
	const usual = FIRST + place;
	return (await portIsFree(usual)) ? usual : 0;
}
