"""Other people's mail servers, for run-logs.py: each port behaves in one way.

    peers.py PORT=accept|unknown|full|grey|later …
"""

import socketserver
import sys
import threading

REPLIES = {
    "unknown": "550 5.1.1 <{recipient}>: Recipient address rejected: User unknown in local recipient table",
    "full": "452 4.2.2 <{recipient}>: mailbox is full",
    "later": "451 4.3.0 Temporary server error. Please try again later",
}
GREY = "450 4.7.1 <{recipient}>: Recipient address rejected: Greylisted, see http://postgrey.example/"


def handler(behaviour):
    seen = set()

    class Peer(socketserver.StreamRequestHandler):
        def say(self, line):
            self.wfile.write(line.encode() + b"\r\n")

        def judge(self, recipient):
            if behaviour == "grey" and recipient not in seen:
                seen.add(recipient)
                return GREY.format(recipient=recipient)
            return REPLIES.get(behaviour, "250 2.1.5 Ok").format(recipient=recipient)

        def handle(self):
            self.say("220 peer.example ESMTP")
            for line in self.rfile:
                word = line[:4].upper()
                if word == b"RCPT":
                    self.say(self.judge(line.split(b"<")[1].split(b">")[0].decode()))
                elif word == b"DATA":
                    self.say("354 go on")
                    for text in self.rfile:
                        if text == b".\r\n":
                            break
                    self.say("250 2.0.0 Ok: queued as ABC123")
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 peer.example")

    return Peer


def main():
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    for argument in sys.argv[1:]:
        port, behaviour = argument.split("=")
        server = socketserver.ThreadingTCPServer(("127.0.0.1", int(port)), handler(behaviour))
        threading.Thread(target=server.serve_forever).start()


if __name__ == "__main__":
    main()
