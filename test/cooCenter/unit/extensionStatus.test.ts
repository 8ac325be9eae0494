import { statusText } from '../../../nodes/CooCenter/client/extensionStatus';

test.each([
	[0, 'Idle'],
	[1, 'In use'],
	[2, 'Busy'],
	[4, 'Offline'],
	[8, 'Ringing'],
	[16, 'Held'],
	[9, 'In use & Ringing'],
	[17, 'In use & Held'],
	[64, 'Unknown'],
	[-1, 'Unknown'],
])('state %d is %s', (code, words) => expect(statusText(code)).toBe(words));
