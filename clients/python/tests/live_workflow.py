# SPDX-License-Identifier: Apache-2.0
"""The verbs of workflows on a bus that runs: what they told, as one line of JSON."""

import json

from actionbus import Do

bus = Do()
action, workflow = bus.action, bus.workflow
told = {}
why = {"reason": "mended"}
nobody = "00000000-0000-8000-8000-000000000000"


def rounds():
    """How its rounds began and ended, once the view knows the end."""
    types = [event.type for event in action.events(run)]
    return [it for it in types if it in ("ActionFailed", "RunResumed", "ActionCompleted")]


def pages(**page):
    """Names of the steps, page by page."""
    pages, cursor = [], None
    while True:
        result = workflow.get(run, cursor=cursor, **page).result
        pages.append([step["step"] for step in result["steps"]])
        cursor = result.get("cursor")
        if cursor is None:
            return pages


asked = dict(name="client-words", version=1, params={"who": "python"})
first, second = workflow.run(**asked), workflow.run(**asked)
run = first.result["runId"]
told["sameRun"] = run == second.result["runId"] and second.result["replayed"] and not first.result["replayed"]
result, error = action.wait(run)
told["failed"] = {"result": result, "code": error.code, "status": error.status}
told["why"] = "EXPRESSION_FAILED" in error.message and error.action_id == run
told["firstRound"] = rounds()
stands = workflow.get(run).result
told["stands"] = {name: stands[name] for name in ("status", "segment", "counts")}
told["stands"]["code"] = stands["error"]["code"]
told["state"] = [step["step"] for step in workflow.get(run, state="failed").result["steps"]]
told["pages"] = pages(limit=1)
told["items"] = pages(step="items", limit=2)

told["resumed"] = workflow.resume(run, version=2, **why).result["runId"] == run
told["end"] = action.wait(run)._asdict()
told["rounds"] = rounds()
told["kept"] = [f"{step['step']} {step['segment']}" for step in workflow.get(run).result["steps"]]
told["definition"] = workflow.show("client-words").result["version"]

waits = workflow.run("client-waits", {"who": "python"}).result["runId"]
told["signalled"] = workflow.signal(waits, signal="go", payload={"rows": 7}, **why).result["status"]
told["approved"] = workflow.approve(waits, step="sure", **why).result["status"]
told["deaf"] = workflow.approve(waits, step="sure", **why).error.code
told["cancelled"] = workflow.cancel(waits, **why).result["status"]
told["ended"] = action.wait(waits).error.status

refused = [
    workflow.run("client-wrods"),
    workflow.run("client-words", {"who": 7}),
    workflow.get(nobody),
    workflow.get(run, limit=0),
    workflow.resume(run, **why),
    workflow.resume(nobody, **why),
    workflow.signal(waits, signal="go", payload={"$claim": {}}, **why),
    workflow.show("client-words", 9),
]
told["refusals"] = [answer.error.code if answer.result is None else "NOT_REFUSED" for answer in refused]
print(json.dumps(told))
