#!/usr/bin/env python3
"""A telephone: PJSIP, driven by one JSON object a line on standard input, telling what happens as one a line on
standard output. Commands: register, unregister, subscribe, call, answer, hangup, hold, resume, keys, play, stop, record, quit."""
import json
import os
import select
import sys

import pjsua2 as pj


def tell(event, **facts):
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


class Call(pj.Call):
    def __init__(self, phone, account, pj_id=pj.PJSUA_INVALID_ID):
        super().__init__(account, pj_id)
        self.phone = phone
        self.number = phone.number_of_next_call()
        self.player = None
        self.recorder = None
        self.wanted = {}

    def onCallState(self, prm):
        info = self.getInfo()
        tell("state", call=self.number, state=info.stateText, code=int(info.lastStatusCode), reason=info.lastReason)
        if info.state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self.player = self.recorder = None
            self.phone.calls.pop(self.number, None)

    def onCallMediaState(self, prm):
        info = self.getInfo()
        active = [m for m in info.media if m.type == pj.PJMEDIA_TYPE_AUDIO and m.status == pj.PJSUA_CALL_MEDIA_ACTIVE]
        tell("media", call=self.number, active=bool(active), status=[int(m.status) for m in info.media])
        if active:
            for action in list(self.wanted.values()):
                action()

    def onDtmfDigit(self, prm):
        tell("key", call=self.number, key=prm.digit)

    def audio(self):
        return self.getAudioMedia(-1)

    def play(self, path, loop):
        self.player = pj.AudioMediaPlayer()
        self.player.createPlayer(path, 0 if loop else pj.PJMEDIA_FILE_NO_LOOP)
        self.player.startTransmit(self.audio())

    def record(self, path):
        self.recorder = pj.AudioMediaRecorder()
        self.recorder.createRecorder(path)
        self.audio().startTransmit(self.recorder)

    def when_active(self, name, action):
        self.wanted[name] = action
        info = self.getInfo()
        if any(m.status == pj.PJSUA_CALL_MEDIA_ACTIVE for m in info.media):
            action()


class Account(pj.Account):
    def __init__(self, phone):
        super().__init__()
        self.phone = phone

    def onRegState(self, prm):
        tell("registered", code=int(prm.code), reason=prm.reason, expires=int(prm.expiration))

    def onIncomingCall(self, prm):
        call = Call(self.phone, self, prm.callId)
        self.phone.calls[call.number] = call
        info = call.getInfo()
        answer = pj.CallOpParam()
        answer.statusCode = 486 if self.phone.is_busy else 180
        call.answer(answer)
        tell("incoming", call=call.number, remote=info.remoteUri, local=info.localUri)

    def onMwiInfo(self, prm):
        tell("lamp", text=prm.rdata.wholeMsg)


class Phone:
    def __init__(self):
        self.calls = {}
        self.made = 0
        self.is_busy = False
        self.account = None
        self.endpoint = pj.Endpoint()
        self.endpoint.libCreate()
        config = pj.EpConfig()
        config.uaConfig.threadCnt = 0
        config.uaConfig.mainThreadOnly = True
        config.uaConfig.userAgent = "acceptance phone"
        config.logConfig.level = int(os.environ.get("PHONE_LOG", "0"))
        config.logConfig.consoleLevel = int(os.environ.get("PHONE_LOG", "0"))
        config.medConfig.noVad = True
        config.medConfig.ecTailLen = 0
        self.endpoint.libInit(config)
        transport = pj.TransportConfig()
        transport.port = 0
        transport.boundAddress = "127.0.0.1"
        self.endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
        self.endpoint.transportCreate(pj.PJSIP_TRANSPORT_TCP, transport)
        self.endpoint.libStart()
        self.endpoint.audDevManager().setNullDev()

    def number_of_next_call(self):
        self.made += 1
        return self.made

    def register(self, user, password, realm, server, transport="udp", subscribe=False, register=True):
        config = pj.AccountConfig()
        config.idUri = f"sip:{user}@{realm}"
        parameter = ";transport=tcp" if transport == "tcp" else ""
        config.regConfig.registrarUri = f"sip:{server}{parameter}"
        config.regConfig.registerOnAdd = register
        config.regConfig.timeoutSec = 300
        config.sipConfig.proxies.append(f"sip:{server}{parameter};lr")
        config.sipConfig.authCreds.append(pj.AuthCredInfo("digest", "*", user, 0, password))
        config.mwiConfig.enabled = subscribe
        config.mediaConfig.transportConfig.boundAddress = "127.0.0.1"
        self.account = Account(self)
        self.account.create(config)

    def dnd(self):
        """Every call is answered busy from now on."""
        self.is_busy = True

    def unregister(self):
        self.account.setRegistration(False)

    def do_call(self, uri, play=None, loop=True, record=None):
        call = Call(self, self.account)
        self.calls[call.number] = call
        self.prepare(call, play, loop, record)
        call.makeCall(uri, pj.CallOpParam(True))
        tell("calling", call=call.number)

    def prepare(self, call, play, loop, record):
        if play:
            call.wanted["play"] = lambda: call.play(play, loop)
        if record:
            call.wanted["record"] = lambda: call.record(record)

    def answer(self, call, code=200, play=None, loop=True, record=None):
        call = self.calls[call]
        self.prepare(call, play, loop, record)
        prm = pj.CallOpParam(True)
        prm.statusCode = code
        call.answer(prm)

    def hangup(self, call, code=0):
        if call in self.calls:
            prm = pj.CallOpParam(True)
            prm.statusCode = code
            self.calls[call].hangup(prm)

    def hold(self, call):
        self.calls[call].setHold(pj.CallOpParam(True))

    def resume(self, call):
        prm = pj.CallOpParam(True)
        prm.opt.flag = pj.PJSUA_CALL_UNHOLD
        self.calls[call].reinvite(prm)

    def keys(self, call, keys):
        self.calls[call].dialDtmf(keys)

    def play(self, call, path, loop=False):
        call = self.calls[call]
        call.when_active("play", lambda: call.play(path, loop))

    def stop(self, call):
        self.calls[call].wanted.pop("play", None)
        self.calls[call].player = None

    def record(self, call, path):
        call = self.calls[call]
        call.when_active("record", lambda: call.record(path))

    def stop_recording(self, call):
        self.calls[call].wanted.pop("record", None)
        self.calls[call].recorder = None

    def run(self):
        tell("ready")
        pending = b""
        while True:
            self.endpoint.libHandleEvents(10)
            while select.select([0], [], [], 0)[0]:
                read = os.read(0, 65536)
                if not read:
                    return
                pending += read
                *lines, pending = pending.split(b"\n")
                for line in lines:
                    if not self.obey(json.loads(line)):
                        return

    def obey(self, command):
        name = command.pop("do")
        if name == "quit":
            return False
        try:
            {"call": self.do_call}.get(name, getattr(self, name, None))(**command)
        except pj.Error as error:
            tell("error", command=name, text=error.info())
        return True


if __name__ == "__main__":
    try:
        Phone().run()
    finally:
        sys.stdout.flush()
        os._exit(0)
