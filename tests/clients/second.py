"""A whole chat by clients of another make. usage: second.py websocket|polling|upgrade|plain URL VISITOR_TOKEN TECHNICIAN_TOKEN"""

import json
import os
import queue
import sys
import threading
import traceback


class SocketIo:
    """python-socketio."""

    def __init__(self, way, url, token):
        import socketio

        self.pushes = queue.Queue()
        self.client = socketio.Client(reconnection=False)
        self.client.on("*", lambda event, data: self.pushes.put((event, data)))
        transports = {"websocket": ["websocket"], "polling": ["polling"], "upgrade": ["polling", "websocket"]}[way]
        self.client.connect(url, auth={"token": token}, transports=transports, wait_timeout=10)
        if way != "polling":
            assert self.client.transport() == "websocket", self.client.transport()

    def ask(self, event, data):
        answer = self.client.call(event, data, timeout=15)
        assert answer["ok"], answer
        return answer

    def close(self):
        self.client.disconnect()


class Plain:
    """websocket-client."""

    def __init__(self, _way, url, token):
        import websocket

        self.pushes = queue.Queue()
        self.answers = queue.Queue()
        self.next_id = 0
        self.socket = websocket.create_connection(url.replace("http", "ws") + "/ws", subprotocols=["chatd", "bearer." + token], timeout=15)
        assert self.socket.subprotocol == "chatd", self.socket.subprotocol
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        try:
            while text := self.socket.recv():
                frame = json.loads(text)
                if "ack" in frame:
                    self.answers.put(frame)
                else:
                    self.pushes.put((frame["event"], frame["data"]))
        except Exception:  # the end of the connection ends the thread
            return

    def ask(self, event, data):
        self.next_id += 1
        self.socket.send(json.dumps({"event": event, "data": data, "id": self.next_id}))
        answer = self.answers.get(timeout=15)
        assert answer["ack"] == self.next_id and answer["ok"], answer
        return answer["data"]

    def close(self):
        self.socket.close()


def expect(client, wanted, fits=lambda data: True):
    while True:
        event, data = client.pushes.get(timeout=15)
        if event == wanted and fits(data):
            return data


def main():
    way, url, visitor_token, technician_token = sys.argv[1:]
    make = Plain if way == "plain" else SocketIo
    technician = make(way, url, technician_token)
    visitor = make(way, url, visitor_token)
    session = visitor.ask("chat:start", {"subject": "From Python", "priority": "high"})["session"]
    chat = session["session_id"]
    assert session["status"] == "pending", session
    expect(technician, "chat:new_session", lambda data: data["session_id"] == chat)
    assert technician.ask("chat:accept", {"session_id": chat})["session"]["status"] == "active"
    expect(visitor, "chat:session_assigned")
    for i in range(10):
        sent = visitor.ask("chat:send_message", {"session_id": chat, "type": "text", "content": f"grüezi {i}"})["message"]
        got = expect(technician, "chat:new_message", lambda data: data["message"]["content"] == f"grüezi {i}")
        assert got["message"]["id"] == sent["id"] and got["seq"] == sent["seq"], (got, sent)
        technician.ask("chat:send_message", {"session_id": chat, "type": "text", "content": f"hello {i}"})
        expect(visitor, "chat:new_message", lambda data: data["message"]["content"] == f"hello {i}")
    technician.ask("chat:end", {"session_id": chat})
    expect(visitor, "chat:ended")
    visitor.close()
    technician.close()
    print("a whole chat")


try:
    main()
except BaseException:
    traceback.print_exc()
    sys.stderr.flush()
    os._exit(1)  # the clients' threads would go on
