"""A bare locustfile: what Locust itself comes to, without documents and checks."""

from __future__ import annotations

import json

from locust import FastHttpUser, task

BODY = json.dumps({"from": "15551230000", "to": ["15551231234"], "body": "Hello"})


class Bare(FastHttpUser):
    @task
    def send(self) -> None:
        self.client.post(
            "/xms/v1/plan/batches", data=BODY, headers={"Content-Type": "application/json"}
        )
