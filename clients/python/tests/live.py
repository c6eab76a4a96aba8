# SPDX-License-Identifier: Apache-2.0
"""The other verbs on a bus that runs: what they told, as one line of JSON."""

import json
import threading

from actionbus import Do, content_key

action = Do().action
told = {}

late = dict(name="echo", params={"who": "python"}, delay="1h", labels={"sdk": "python"})
first, second = action.submit(**late), action.submit(**late)
identity = first.result["actionId"]
told["sameAction"] = identity == second.result["actionId"] and second.result["replayed"]
told["keyOfContent"] = first.result["idempotencyKey"] == content_key("echo", late["params"])
told["open"] = action.get(identity).result["status"]
told["impatient"] = action.wait(identity, timeout=0.3).error.code
ends = []
waiting = threading.Thread(target=lambda: ends.append(action.wait(identity)))
waiting.start()
told["cancelled"] = action.cancel(identity, reason="nobody needs it").result["status"]
waiting.join()
result, error = ends[0]
told["end"] = {"result": result, "code": error.code, "status": error.status, "message": error.message}

events = list(action.events(identity))
told["events"] = [event.type for event in events if event.type != "DuplicateObserved"]
told["resumes"] = list(action.events(identity, after=events[0].id)) == events[1:]

done = action.submit("echo", {"n": 1}, idempotency_key="live-python")
told["waited"] = action.wait(done.result["actionId"]).result
told["conflict"] = action.execute("echo", {"n": 2}, idempotency_key="live-python").error.code
told["unknown"] = action.get("00000000-0000-8000-8000-000000000000").error.code
print(json.dumps(told))
