"""A mail server for tests: `smtp_server.py PORT FOLDER` accepts mail on 127.0.0.1 and writes what it
understood of each one into FOLDER as JSON. Recipients that begin with "refuse" are refused for good,
those that begin with "later" for now. Prints "listening" once it listens."""

import email.policy
import json
import os
import sys
import threading
from email.parser import BytesParser

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

port, folder = int(sys.argv[1]), sys.argv[2]
os.makedirs(folder, exist_ok=True)


def understood(envelope):
    message = BytesParser(policy=email.policy.default).parsebytes(envelope.content)
    parts = [part for part in message.walk() if not part.is_multipart()]
    return {
        "from": envelope.mail_from,
        "to": envelope.rcpt_tos,
        "subject": str(message["Subject"]),
        "message_id": str(message["Message-ID"]).strip(),
        "list_unsubscribe": message["List-Unsubscribe"],
        "list_unsubscribe_post": message["List-Unsubscribe-Post"],
        "parts": [
            {
                "type": part.get_content_type(),
                "method": part.get_param("method", None, "content-type"),
                "file": part.get_filename(),
                "text": part.get_payload(decode=True).decode(),
            }
            for part in parts
        ],
        "defects": [repr(defect) for part in message.walk() for defect in part.defects],
    }


class Mailbox:
    count = len(os.listdir(folder))

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refuse"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("later"):
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        Mailbox.count += 1
        path = os.path.join(folder, f"{Mailbox.count:05}.json")
        with open(path + ".part", "w", encoding="utf-8") as file:
            json.dump(understood(envelope), file)
        # Complete under its name, or not there.
        os.rename(path + ".part", path)
        return "250 accepted"


class Server(Controller):
    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=True)


Server(Mailbox(), hostname="127.0.0.1", port=port).start()
print("listening", flush=True)
threading.Event().wait()
