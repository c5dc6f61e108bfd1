"""G.729 by bcg729, Belledonne's codec: what phones speak in the tests. Not a line of it is ours.

encode IN.wav OUT    frames of 10 ms with annex B, each behind an octet that says how long it is
decode IN OUT.wav    the same backwards
"""

import ctypes
import sys
import wave

SAMPLES = 80
SPEECH = 10
library = ctypes.CDLL("libbcg729.so.0")
library.initBcg729EncoderChannel.restype = ctypes.c_void_p
library.initBcg729DecoderChannel.restype = ctypes.c_void_p


def encode(sound, frames):
    channel = ctypes.c_void_p(library.initBcg729EncoderChannel(ctypes.c_uint8(1)))
    with wave.open(sound) as reader, open(frames, "wb") as out:
        assert reader.getparams()[:3] == (1, 2, 8000), reader.getparams()
        while len(samples := reader.readframes(SAMPLES)) == 2 * SAMPLES:
            octets, length = (ctypes.c_uint8 * SPEECH)(), ctypes.c_uint8()
            library.bcg729Encoder(channel, samples, octets, ctypes.byref(length))
            out.write(bytes([length.value]) + bytes(octets)[: length.value])


def decode(frames, sound):
    channel = ctypes.c_void_p(library.initBcg729DecoderChannel())
    with open(frames, "rb") as reader, wave.open(sound, "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        while length := reader.read(1):
            octets = reader.read(length[0])
            samples = (ctypes.c_int16 * SAMPLES)()
            is_silence = len(octets) != SPEECH
            library.bcg729Decoder(channel, octets or None, len(octets), 0, int(is_silence), 0, samples)
            out.writeframes(bytes(samples))


{"encode": encode, "decode": decode}[sys.argv[1]](*sys.argv[2:])
