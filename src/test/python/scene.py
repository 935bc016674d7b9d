"""What the programs in this folder share: where the server is, and waiting for what happens there."""

import os
import time

import boto3
from botocore.config import Config

ENDPOINT = os.environ["PIPEWRIGHT_ENDPOINT"]
PATIENCE_SECONDS = 40


def client(service, endpoint=ENDPOINT, config=None, **credentials):
    """A client as anybody makes one who is told nothing but the address; the key comes from the environment."""
    return boto3.client(service, endpoint_url=endpoint, config=config, **credentials)


def s3(**credentials):
    return client("s3", config=Config(s3={"addressing_style": "path"}), **credentials)


def eventually(what, look):
    """The first thing that a look finds which is true."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"Not seen in {PATIENCE_SECONDS} s: {what}")
        time.sleep(0.02)


def same(expected, actual):
    if expected != actual:
        raise AssertionError(f"{expected!r} was expected, and it is {actual!r}")


def holds(fact, why):
    if not fact:
        raise AssertionError(why)


def refused(error, call, text=""):
    """Runs a call that the service has to refuse with this error, and returns what the service said."""
    try:
        answer = call()
    except error as refusal:
        said = refusal.response["Error"]["Message"]
        holds(text in said, f"{text!r} should stand in {said!r}")
        same(400, refusal.response["ResponseMetadata"]["HTTPStatusCode"])
        return said
    raise AssertionError(f"{error.__name__} was expected and there is an answer: {answer!r}")
