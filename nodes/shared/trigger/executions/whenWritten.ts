/**
 * Calls `told` once, when n8n turns this value into JSON for its database. There is no other sign that n8n has an
 * execution before it ends: 2.x does this within the transaction that stores it, 1.x right before
 * (docs/n8n.md#what-emit-really-does). The mark is gone before a node sees the value, because n8n copies what has
 * a `toJSON` in another way.
 */
export function whenWritten<Value extends object>(value: Value, told: () => void): Value {
	Object.defineProperty(value, 'toJSON', {
		configurable: true,
		enumerable: false,
		value() {
			Reflect.deleteProperty(value, 'toJSON');
			told();
			return value;
		},
	});
	return value;
}
