"""wxcadm's own channel client (PyPI: wxcadm) on the feeder of the benchmark.

Takes the feeder's address and the number of events; prints the seconds of processor time from the subscription until
the last event is acknowledged. wxcadm finds servers by DNS, of which the feeder has none: that look-up is answered here.
"""

import queue
import sys
import time
import types

servers = types.ModuleType("srvlookup")
servers.lookup = lambda *_: [types.SimpleNamespace(host="127.0.0.1")]
sys.modules["srvlookup"] = servers

try:
    import requests
    from wxcadm.xsi import XSIEvents
except ModuleNotFoundError as missing:
    print(missing, file=sys.stderr)
    sys.exit(3)

url, count = sys.argv[1], int(sys.argv[2])
events = url + "/com.broadsoft.xsi-events"
organization = types.SimpleNamespace(
    _headers={"Authorization": "Basic x"},
    spark_id="bench/bench",
    xsi={
        "events_endpoint": events,
        "events_channel_endpoint": url + "/com.broadsoft.async/com.broadsoft.xsi-events",
        "xsi_domain": "127.0.0.1",
    },
)
came = queue.Queue()
channel = XSIEvents(organization).open_channel(came).channels[0]

acknowledged = 0
acknowledge = channel._ack_event


def counted(event_id):
    global acknowledged
    taken = acknowledge(event_id)
    acknowledged += 1
    return taken


channel._ack_event = counted
before = time.process_time()
subscribed = requests.post(
    events + "/v2.0/user/bench/subscription",
    data='<Subscription xmlns="http://schema.broadsoft.com/xsi"/>',
)
subscribed.raise_for_status()
for _ in range(count):
    came.get(timeout=120)
while acknowledged < count:
    time.sleep(0.01)
print(time.process_time() - before)
