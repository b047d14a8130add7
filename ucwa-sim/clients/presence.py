#!/usr/bin/env python3
"""Two users of UCWA, with nothing but Python's standard library.

    python3 presence.py http://127.0.0.1:8080/

Ann and Bo sign in; Ann subscribes to Bo's presence and sees him become available; they exchange a message each way and
sign out. Anything unexpected ends the program with a traceback and the exit code 1.
"""

import json
import queue
import re
import sys
import threading
from urllib.error import HTTPError
from urllib.parse import unquote_plus, urlencode, urljoin, urlsplit
from urllib.request import Request, urlopen

PATIENCE = 30  # seconds until an event is missed
POLL = 200  # seconds that an answer of the event channel may take


def check(is_so, surprise):
    """Ends the program if a condition is false. (With `-O`, Python leaves out `assert`.)"""
    if not is_so:
        raise RuntimeError(surprise)


class Client:
    """One user: tokens, an application, and a thread that listens to its events."""

    def __init__(self, name, password):
        self.name, self.password = name, password
        self.tokens = {}  # one for each host
        self.events = queue.Queue()
        self.leaving = False

    def send(self, method, url, body=None, media_type="application/json", timeout=PATIENCE):
        """Sends a request. Returns the status, the headers and the JSON of the answer, also of an error."""
        if isinstance(body, dict):
            body = json.dumps(body)
        # A POST without a body needs a length too, so its data is empty and not `None`.
        data = (body or "").encode() if method == "POST" else None
        request = Request(url, data, {"Accept": "application/json"}, method=method)
        if body is not None:
            request.add_header("Content-Type", media_type)
        if urlsplit(url).netloc in self.tokens:
            request.add_header("Authorization", self.tokens[urlsplit(url).netloc])
        try:
            answer = urlopen(request, timeout=timeout)
        except HTTPError as error:
            answer = error
        with answer:
            text = answer.read()
            is_json = "json" in answer.headers.get("Content-Type", "")
            return answer.status, answer.headers, json.loads(text) if text and is_json else None

    def call(self, method, href, body=None, expected=200, **more):
        """Sends a request to a link, which has to be answered with this status. Returns the JSON of the answer."""
        url = urljoin(self.base, href)
        status, headers, answer = self.send(method, url, body, **more)
        if status == 401:
            self.get_token(url, headers)
            status, headers, answer = self.send(method, url, body, **more)
        check(status == expected, f"{self.name}: {method} {url}: {status} {answer}")
        return answer

    def get_token(self, url, headers):
        """Gets a token from the service that a challenge names. It is valid for this host."""
        challenges = ", ".join(headers.get_all("WWW-Authenticate"))
        service = re.search(r'MsRtcOAuth[^"]*href="([^"]+)"', challenges)[1]
        form = {"grant_type": "password", "username": self.name, "password": self.password}
        status, _, token = self.send("POST", service, urlencode(form), "application/x-www-form-urlencoded")
        check(status == 200, f"{self.name}: no token: {status} {token}")
        self.tokens[urlsplit(url).netloc] = f"{token['token_type']} {token['access_token']}"

    def sign_in(self, root):
        """From the root of discovery to an application."""
        self.base = root
        root += "?" + urlencode({"sipuri": self.name})
        for _ in range(5):
            links = self.call("GET", root)["_links"]
            if "user" in links:
                links = self.call("GET", links["user"]["href"])["_links"]
            if "applications" in links:
                break
            root = self.base = links["redirect"]["href"]
        self.base = links["applications"]["href"]
        identity = {"culture": "en-US", "endpointId": f"presence.py of {self.name}", "userAgent": "presence.py/1.0"}
        self.application = self.call("POST", self.base, identity, 201)
        threading.Thread(target=self.listen, daemon=True).start()

    def link(self, resource, name):
        """The current href of a link of a resource that the application embeds."""
        self.application = self.call("GET", self.application["_links"]["self"]["href"])
        return self.application["_embedded"][resource]["_links"][name]["href"]

    def become_available(self):
        modalities = {"supportedModalities": ["Messaging"], "supportedMessageFormats": ["Plain"]}
        self.call("POST", self.link("me", "makeMeAvailable"), modalities, 204)

    def listen(self):
        """Follows the event channel, and hands over its events."""
        try:
            href = self.application["_links"]["events"]["href"]
            while True:
                document = self.call("GET", href, timeout=POLL)
                for sender in document.get("sender", []):
                    for event in sender["events"]:
                        self.events.put(event)
                href = document["_links"]["next"]["href"]
        except Exception as problem:
            if not self.leaving:
                self.events.put(problem)

    def expect(self, kind, rel, **properties):
        """Waits for an event, and returns the resource that it is about, with these properties."""
        while True:
            event = self.events.get(timeout=PATIENCE)
            if isinstance(event, Exception):
                raise event
            if (event["type"], event["link"]["rel"]) != (kind, rel):
                continue
            check(event.get("status", "Success") == "Success", event)
            # Servers embed only some resources in events.
            resource = event.get("_embedded", {}).get(rel) or self.call("GET", event["link"]["href"])
            if all(resource.get(name) == value for name, value in properties.items()):
                print(f"{self.name}: {kind} {rel} {properties or ''}", flush=True)
                return resource

    def say(self, messaging, text):
        """Sends a message, and waits until it is delivered."""
        href = self.call("GET", messaging)["_links"]["sendMessage"]["href"]
        href += ("&" if "?" in href else "?") + urlencode({"operationId": text})
        self.call("POST", href, text, 201, media_type="text/plain")
        self.expect("completed", "message", operationId=text)

    def hear(self):
        """Waits for a message, and returns its text, which is in the link itself."""
        message = self.expect("completed", "message", direction="Incoming")
        head, content = message["_links"]["plainMessage"]["href"].split(",", 1)
        check(head.startswith("data:text/plain"), head)
        return unquote_plus(content)

    def sign_out(self):
        self.leaving = True
        own = self.application["_links"]["self"]["href"]
        self.call("DELETE", own, expected=204)
        gone = self.call("GET", own, expected=404)
        check(gone["subcode"] == "ApplicationNotFound", gone)


def main(root):
    ann, bo = Client("ann@example.com", "ann"), Client("bo@example.com", "bo")
    ann.sign_in(root)
    bo.sign_in(root)
    ann.become_available()

    subscription = {"duration": 10, "uris": ["sip:bo@example.com"]}
    ann.call("POST", ann.link("people", "presenceSubscriptions"), subscription, 201)
    ann.expect("updated", "contactPresence", availability="Offline")
    bo.become_available()
    ann.expect("updated", "contactPresence", availability="Online")

    lunch = {"to": "sip:bo@example.com", "operationId": "lunch", "subject": "Lunch"}
    ann.call("POST", ann.link("communication", "startMessaging"), lunch, 201)
    theirs = bo.expect("started", "messagingInvitation", subject="Lunch")
    bo.call("POST", theirs["_links"]["accept"]["href"], expected=204)
    ours = ann.expect("completed", "messagingInvitation", operationId="lunch")
    bo.expect("completed", "messagingInvitation", subject="Lunch")

    ann.say(ours["_links"]["messaging"]["href"], "At noon? \u2603")
    check(bo.hear() == "At noon? \u2603", "another message")
    bo.say(theirs["_links"]["messaging"]["href"], "At one & not before: 100%")
    check(ann.hear() == "At one & not before: 100%", "another message")

    ann.call("DELETE", ours["_links"]["conversation"]["href"], expected=204)
    ann.sign_out()
    bo.sign_out()
    print("All is well.")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
