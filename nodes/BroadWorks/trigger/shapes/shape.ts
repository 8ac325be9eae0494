import { eventShape, selection } from '../item';
import type { TriggerSettings } from '../settings';
import { messageShape } from './messages';
import { momentShape } from './moments';
import type { Shape, ShapeContext } from './shaped';

/** The stage *shape* of a trigger: what its choice of *Trigger On* makes of the events it gets. */
export function shapeOf(settings: TriggerSettings, context: ShapeContext): Shape {
	const select = selection(settings, context.states);
	const { moment } = settings;
	if (moment === undefined) return eventShape(select);
	if (moment === 'newMessage') return messageShape(settings, context.mailbox());
	return momentShape(moment, settings, select, context);
}
