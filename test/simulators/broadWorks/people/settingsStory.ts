import type { Answer, TestClient } from '../testClient';
import { SETTINGS } from './settings';

const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';
const ALICE = '/user/alice@example.net';

/** A value for the variable of a path. */
const VARIABLES: Record<string, string> = {
	linePort: 'desk_1@example.net',
	mobileNumber: '+15550191',
	listid: '3',
};

/** Where the document of a kind is for tests. */
export const settingsPath = (path: string): string =>
	`${ALICE}/${path.replace(/\{(\w+)\}/, (_all, name: string) => encodeURIComponent(VARIABLES[name]))}`;

/** A document for each that can be changed, and what it shows afterwards. */
export const CHANGES: Record<string, string> = {
	AccessDevice:
		'<deviceName>Desk</deviceName><deviceLevel>Group</deviceLevel><deviceType>Other Phone</deviceType><deviceLinePort>desk_1@example.net</deviceLinePort>',
	BroadWorksMobilityMobileIdentity: '<description>Private</description>',
	BusyLampField: '<listURI>sip:list@example.net</listURI>',
	BroadWorksReceptionist:
		'<monitoredUsers><userDetails><userId>bob@example.net</userId></userDetails></monitoredUsers>',
	ExecutiveAlerting: '<alertingMode>Simultaneous</alertingMode>',
	ExecutiveAssistants:
		'<allowOptInOut>false</allowOptInOut><assignedUsers><userDetails><userId>bob@example.net</userId></userDetails></assignedUsers>',
	ExecutiveCallFiltering: '<enableFiltering>true</enableFiltering>',
	ExecutiveScreening: '<enableScreening>true</enableScreening>',
	PersonalAssistantAssignedCallToNumbers:
		'<callToNumberList><callToNumber><type>Primary</type></callToNumber></callToNumberList>',
	Privacy: '<isEnableDirectoryPrivacy>true</isEnableDirectoryPrivacy>',
	PushToTalk: '<allowAutoAnswer>true</allowAutoAnswer>',
	VoiceMessagingDistributionList:
		'<phoneNumberList><phoneNumber>1002</phoneNumber><phoneNumber>1003</phoneNumber></phoneNumberList>',
	VoiceMessagingMailServer:
		'<groupMailServerEmailAddress>a@example.com</groupMailServerEmailAddress>',
	VoiceMessagingGreetings: '<noAnswerNumberOfRings>5</noAnswerNumberOfRings>',
};

export const settingsDocument = (root: string, inside: string): string =>
	`<${root} ${NAMESPACE}>${inside}</${root}>`;

const REGISTRATION = settingsDocument(
	'PushNotificationRegistration',
	'<applicationId>app</applicationId><applicationVersion>1</applicationVersion><registrationId>r1</registrationId><deviceOSType>iOS</deviceOSType><deviceOSVersion>8</deviceOSVersion><deviceTokenList><deviceToken><token>FE66</token><pushNotificationEvents><eventDetail><name>MWI</name></eventDetail></pushNotificationEvents></deviceToken></deviceTokenList>',
);

/** Reads and changes every document that a user has one of, and the lists and parts beside them. */
export async function runSettings(admin: TestClient): Promise<void> {
	const send = async (line: string, body?: string): Promise<Answer> => {
		const [method, path] = line.split(' ');
		const answer = await admin.actions(method, path, body);
		if (answer.status > 299) throw new Error(`${line}: ${answer.status} ${answer.text}`);
		return answer;
	};
	for (const { path, root, fixed } of SETTINGS) {
		const place = settingsPath(path);
		await send(`GET ${place}`);
		if (fixed) continue;
		await send(`PUT ${place}`, settingsDocument(root, CHANGES[root]));
		const { text } = await send(`GET ${place}`);
		if (!text.includes(CHANGES[root])) throw new Error(`${path} has not changed: ${text}`);
	}
	const services = `${ALICE}/services`;
	await send(`GET ${services}/Privacy/AvailableUsers?lastName=Stone`);
	await send(`GET ${services}/BwReceptionist/AvailableUsers?receptionistType=Office`);
	await send(`GET ${services}/PersonalAssistant/exclusionumberlist`);
	const aliases = `${services}/VoiceMessaging/Aliases`;
	await send(
		`POST ${aliases}`,
		settingsDocument('VoiceMessagingAliasList', '<phoneNumber>2222</phoneNumber>'),
	);
	await send(`GET ${aliases}`);
	await send(`DELETE ${aliases}/2222`);
	const profile = `${ALICE}/profile`;
	await send(`GET ${profile}/Device`);
	await send(`POST ${profile}/DeviceToken?deviceName=Desk&deviceLevel=Group`);
	await send(
		`PUT ${profile}/Password/Portal`,
		settingsDocument('Portal', '<newPassword>secret</newPassword>'),
	);
	const registrations = `${profile}/PushNotificationRegistrations`;
	await send(`POST ${registrations}/new`, REGISTRATION);
	await send(`GET ${registrations}?registrationId=r1`);
	await send(`DELETE ${registrations}`);
	const events = `${profile}/Schedule/Time/Office/event`;
	const schedule = (inside: string) =>
		settingsDocument('Schedule', `<scheduleDetail type="Time">${inside}</scheduleDetail>`);
	const event = (day: string) =>
		`<events><eventDetail><eventName>Week</eventName><startDate>${day}</startDate><allDayEvent>true</allDayEvent><endDate>${day}</endDate></eventDetail></events>`;
	await send(`POST ${events}`, schedule(event('2026-11-30')));
	await send(`PUT ${events}/Week`, schedule(event('2026-12-01')));
	await send(`GET ${events}`);
	const { text } = await send(`GET ${events}/Week`);
	if (!text.includes('2026-12-01')) throw new Error(`The event has not changed: ${text}`);
	await send(`DELETE ${events}/Week`);
	await send('GET /group/sales/services/CallCenter/ExternalReporting?enterpriseId=demo');
	const controller = '/system/services/RoutePoint/ApplicationController/ivr';
	await send(
		`PUT ${controller}`,
		settingsDocument('ApplicationController', '<state>ready</state>'),
	);
	await send(`GET ${controller}`);
}
