import { findTool, type Tool } from '../processes/debianTool';

export const findChromium = (): Tool =>
	findTool({
		commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
		debianPackage: 'chromium',
		variable: 'CHROMIUM_PATH',
	});
