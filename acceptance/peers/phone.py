#!/usr/bin/env python3
"""A telephone: PJSIP, driven by one JSON object a line on standard input, telling what happens as one a line on
standard output. Its argument is the address that it stands at; PHONE_AUTHORITY names a file with whom it trusts, for TLS.
Commands: register, unregister, dnd, keep_calls, call, answer, hangup,
 hold, resume, transfer, transfer_to_call, keys, watch, publish, play, stop, record, stop_recording, sources, contact, stream, quit."""
import json
import os
import select
import sys
import time

import pjsua2 as pj

ADDRESS = sys.argv[1]
# PJSIP writes to standard output on its own: it gets standard error there, and events keep the pipe.
EVENTS = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


SRTP = {"off": pj.PJMEDIA_SRTP_DISABLED, "optional": pj.PJMEDIA_SRTP_OPTIONAL, "mandatory": pj.PJMEDIA_SRTP_MANDATORY}


def tell(event, **facts):
    EVENTS.write(json.dumps({"event": event, **facts}) + "\n")
    EVENTS.flush()


def with_headers(prm, headers):
    for name, value in (headers or {}).items():
        header = pj.SipHeader()
        header.hName, header.hValue = name, value
        prm.txOption.headers.append(header)


class Call(pj.Call):
    def __init__(self, phone, account, pj_id=pj.PJSUA_INVALID_ID):
        super().__init__(account, pj_id)
        self.phone = phone
        self.number = phone.number_of_next_call()
        self.wanted = {}
        self.player = None
        self.recorder = None

    def onCallState(self, prm):
        info = self.getInfo()
        facts = {"call": self.number, "state": info.stateText, "code": int(info.lastStatusCode), "reason": info.lastReason}
        if info.state != pj.PJSIP_INV_STATE_DISCONNECTED:
            tell("state", **facts)
            return
        self.player = self.recorder = None
        self.phone.calls.pop(self.number, None)
        self.phone.tell_when_files_are_closed("state", facts)

    def onCallSdpCreated(self, prm):
        """PJSIP does not say how long packets should be."""
        if self.phone.ptime:
            prm.sdp.wholeSdp += f"a=ptime:{self.phone.ptime}\r\n"

    def onCallMediaState(self, prm):
        active = self.is_active()
        if active:
            for action in list(self.wanted.values()):
                action()
        tell("media", call=self.number, active=active)

    def onCallTsxState(self, prm):
        """What the far end asks in this call: shown whole, for fields that PJSIP keeps to itself."""
        tsx = prm.e.body.tsxState
        if tsx.type == pj.PJSIP_EVENT_RX_MSG and tsx.tsx.method in ("BYE", "CANCEL"):
            tell("request", call=self.number, method=tsx.tsx.method, text=tsx.src.rdata.wholeMsg)

    def onCallTransferStatus(self, prm):
        tell("transfer", call=self.number, code=int(prm.statusCode), final=bool(prm.finalNotify))

    def onCallTransferRequest(self, prm):
        """The far end wants this phone to call somebody else."""
        if self.phone.keeps_calls:
            prm.statusCode = 603
            tell("referred", call=self.number, to=prm.dstUri)
            return
        new = Call(self.phone, self.phone.account)
        self.phone.calls[new.number] = prm.newCall = new
        tell("referred", call=self.number, to=prm.dstUri, new=new.number)

    def onCallReplaced(self, prm):
        """Another call has taken the place of this one."""
        new = Call(self.phone, self.phone.account, prm.newCallId)
        self.phone.calls[new.number] = prm.newCall = new
        tell("replaced", call=self.number, new=new.number)

    def onInstantMessage(self, prm):
        """Words for the display, within the call."""
        tell("text", call=self.number, type=prm.contentType, text=prm.msgBody)

    def onDtmfDigit(self, prm):
        tell("key", call=self.number, key=prm.digit)

    def is_active(self):
        info = self.getInfo()
        return any(m.type == pj.PJMEDIA_TYPE_AUDIO and m.status == pj.PJSUA_CALL_MEDIA_ACTIVE for m in info.media)

    def play(self, path, loop):
        """Plays a file from its begin; a new agreement about media only joins it again."""
        if self.player is None:
            self.player = pj.AudioMediaPlayer()
            self.player.createPlayer(path, 0 if loop else pj.PJMEDIA_FILE_NO_LOOP)
        self.player.startTransmit(self.getAudioMedia(-1))

    def record(self, path):
        if self.recorder is None:
            self.recorder = pj.AudioMediaRecorder()
            self.recorder.createRecorder(path)
        self.getAudioMedia(-1).startTransmit(self.recorder)

    def when_active(self, name, action):
        self.wanted[name] = action
        if self.is_active():
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
        tell("incoming", call=call.number, remote=info.remoteUri, local=info.localUri, text=prm.rdata.wholeMsg)

    def onMwiInfo(self, prm):
        tell("lamp", text=prm.rdata.wholeMsg)


class Buddy(pj.Buddy):
    """A colleague whose presence is watched."""

    shown = None

    def look(self):
        """Tells what has changed: PJSIP calls back before it has taken over what the first NOTIFY says. A note would end
        this PJSIP, which reads it where nothing is any more."""
        states = {pj.PJSUA_BUDDY_STATUS_ONLINE: "open", pj.PJSUA_BUDDY_STATUS_OFFLINE: "closed"}
        shown = states.get(self.getInfo().presStatus.status)
        if shown != self.shown:
            self.shown = shown
            tell("presence", basic=shown)


class Phone:
    def __init__(self):
        self.calls = {}
        self.made = 0
        self.is_busy = False
        self.keeps_calls = False
        self.later = []
        self.buddies = []
        self.account = None
        self.ptime = None
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
        transport.boundAddress = ADDRESS
        by_udp = self.endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
        self.endpoint.transportCreate(pj.PJSIP_TRANSPORT_TCP, transport)
        if "PHONE_AUTHORITY" in os.environ:
            transport.tlsConfig.CaListFile = os.environ["PHONE_AUTHORITY"]
            transport.tlsConfig.verifyServer = True
            self.endpoint.transportCreate(pj.PJSIP_TRANSPORT_TLS, transport)
        self.endpoint.libStart()
        self.endpoint.audDevManager().setNullDev()
        self.address = self.endpoint.transportGetInfo(by_udp).localName

    def number_of_next_call(self):
        self.made += 1
        return self.made

    def register(
        self,
        user,
        password,
        realm,
        server,
        transport="udp",
        subscribe=False,
        register=True,
        srtp="off",
        codec=None,
        ptime=None,
        publish=False,
        naive=False,
        prack=False,
    ):
        if codec:
            for known in self.endpoint.codecEnum2():
                self.endpoint.codecSetPriority(known.codecId, 255 if known.codecId.startswith(codec + "/") else 0)
        self.ptime = ptime
        config = pj.AccountConfig()
        config.idUri = f"sip:{user}@{realm}"
        if server:
            parameter = "" if transport == "udp" else f";transport={transport}"
            config.regConfig.registrarUri = f"sip:{server}{parameter}"
            config.regConfig.registerOnAdd = register
            config.regConfig.timeoutSec = 300
            config.sipConfig.proxies.append(f"sip:{server}{parameter};lr")
        config.sipConfig.authCreds.append(pj.AuthCredInfo("digest", "*", user, 0, password))
        if naive:
            config.natConfig.contactRewriteUse = 0
            config.natConfig.viaRewriteUse = 0
            config.natConfig.sdpNatRewriteUse = 0
        config.callConfig.prackUse = pj.PJSUA_100REL_MANDATORY if prack else pj.PJSUA_100REL_NOT_USED
        config.mwiConfig.enabled = subscribe
        config.presConfig.publishEnabled = publish
        config.mediaConfig.srtpUse = SRTP[srtp]
        config.mediaConfig.srtpSecureSignaling = 0
        config.mediaConfig.transportConfig.boundAddress = ADDRESS
        # PJSIP shares a port that another of these phones has: each begins to look in a place of its own.
        config.mediaConfig.transportConfig.port = 33000 + os.getpid() % 1300 * 20
        config.mediaConfig.transportConfig.portRange = 18
        self.account = Account(self)
        self.account.create(config)
        tell("account")

    def watch(self, uri):
        config = pj.BuddyConfig()
        config.uri = uri
        config.subscribe = True
        buddy = Buddy()
        buddy.create(self.account, config)
        self.buddies.append(buddy)

    def publish(self, is_open, activity="unknown", note=""):
        status = pj.PresenceStatus()
        status.status = pj.PJSUA_BUDDY_STATUS_ONLINE if is_open else pj.PJSUA_BUDDY_STATUS_OFFLINE
        status.activity = {"away": pj.PJRPID_ACTIVITY_AWAY, "busy": pj.PJRPID_ACTIVITY_BUSY}.get(activity, pj.PJRPID_ACTIVITY_UNKNOWN)
        status.note = note
        self.account.setOnlineStatus(status)

    def dnd(self):
        """Every call is answered busy from now on."""
        self.is_busy = True

    def keep_calls(self):
        """Nobody sends this phone to call somebody else from now on."""
        self.keeps_calls = True

    def unregister(self):
        self.account.setRegistration(False)

    def do_call(self, uri, play=None, loop=True, record=None, headers=None):
        call = Call(self, self.account)
        self.calls[call.number] = call
        self.prepare(call, play, loop, record)
        prm = pj.CallOpParam(True)
        with_headers(prm, headers)
        call.makeCall(uri, prm)
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

    def hangup(self, call, code=0, headers=None):
        if call in self.calls:
            prm = pj.CallOpParam(True)
            prm.statusCode = code
            with_headers(prm, headers)
            self.calls[call].hangup(prm)

    def hold(self, call):
        self.calls[call].setHold(pj.CallOpParam(True))

    def transfer(self, call, uri):
        """Asks that the far end be connected with this address; stays in the call until it is told."""
        self.calls[call].xfer(uri, pj.CallOpParam(True))

    def transfer_to_call(self, call, other):
        """Asks that the far ends of two calls be connected."""
        self.calls[call].xferReplaces(self.calls[other], pj.CallOpParam(True))

    def resume(self, call):
        prm = pj.CallOpParam(True)
        prm.opt.flag = pj.PJSUA_CALL_UNHOLD
        self.calls[call].reinvite(prm)

    def keys(self, call, keys):
        self.calls[call].dialDtmf(keys)

    def play(self, call, path, loop=False):
        call = self.calls[call]
        call.player = None
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
        self.tell_when_files_are_closed("recorded", {"call": call})

    def sources(self, call):
        """Where the far end says that its sound comes from, and where it does come from."""
        media = self.calls[call]
        told, heard = media.getStreamInfo(0).remoteRtpAddress, media.getMedTransportInfo(0).srcRtpName
        tell("sources", call=call, told=told, heard=heard)

    def contact(self, call):
        """Where the far end says that it is reached in this call."""
        tell("contact", call=call, contact=self.calls[call].getInfo().remoteContact)

    def stream(self, call):
        """Packets and the octets of their payloads."""
        stat = self.calls[call].getStreamStat(0).rtcp
        sent, got = stat.txStat, stat.rxStat
        tell("stream", call=call, sent=sent.pkt, sent_octets=sent.bytes, got=got.pkt, got_octets=got.bytes)

    def tell_when_files_are_closed(self, event, facts):
        """The conference bridge closes a recording some ticks after it was told to."""
        self.later.append((time.monotonic() + 0.2, event, facts))

    def run(self):
        tell("ready", address=self.address)
        pending = b""
        while True:
            self.endpoint.libHandleEvents(10)
            for buddy in self.buddies:
                buddy.look()
            while self.later and self.later[0][0] < time.monotonic():
                _, event, facts = self.later.pop(0)
                tell(event, **facts)
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
        except KeyError:
            tell("error", command=name, text="that call is over")
        return True


if __name__ == "__main__":
    try:
        Phone().run()
    finally:
        sys.stdout.flush()
        os._exit(0)
