//! Bindings as they are kept and read again.

use super::Binding;
use crate::ground::Ground;
use crate::registrar::{instance, reg_id, vouch, way};
use domain::id::DeviceId;
use jiff::Timestamp;
use sip::{FlowId, NameAddr, Uri};
use store::{BindingRow, StoreError};

/// What was registered before the process was started. Only UDP addresses outlive it.
pub async fn restore(ground: &Ground) -> Result<(), StoreError> {
    for row in ground.tenant.bindings().all().await? {
        let device = row.device;
        let Some(binding) = restored(row) else { continue };
        // A proxy is there whether its connection is or not.
        if binding.path.is_empty() && !binding.flow.outlives_the_process() {
            continue;
        }
        vouch(ground, std::slice::from_ref(&binding), Timestamp::now());
        if let Some(known) = ground.directory.people().device(device) {
            ground.identities.scans.proven(binding.flow.remote().ip(), &known.sip_user, Timestamp::now());
        }
        ground.with_bindings(|bindings| bindings.restore(device, binding));
    }
    Ok(())
}

/// One as it is kept.
pub fn row(device: DeviceId, binding: &Binding) -> BindingRow {
    BindingRow {
        device,
        contact: kept(binding),
        flow: binding.flow.to_string(),
        call_id: binding.call_id.clone(),
        cseq: binding.cseq,
        user_agent: binding.user_agent.clone(),
        expires_at: binding.expires_at,
    }
}

/// A binding's place as it is kept: as a Contact is written, with instance, way and Path as its parameters.
fn kept(binding: &Binding) -> String {
    let path: Vec<String> = binding.path.iter().map(Uri::to_string).collect();
    let path = if path.is_empty() { String::new() } else { format!(";path=\"{}\"", path.join(" ")) };
    format!("<{}>{}{path}", binding.contact, way(binding))
}

/// `None`: nobody can read it any more.
fn restored(row: BindingRow) -> Option<Binding> {
    let contact = NameAddr::parse(&row.contact)?;
    let path = contact.parameter("path").unwrap_or_default().split_whitespace().map(Uri::parse);
    Some(Binding {
        flow: FlowId::parse(&row.flow)?,
        path: path.collect::<Result<_, _>>().ok()?,
        instance: instance(&contact),
        reg_id: reg_id(&contact),
        contact: contact.uri().clone(),
        call_id: row.call_id,
        cseq: row.cseq,
        user_agent: row.user_agent,
        expires_at: row.expires_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSTANCE: &str = "<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>";

    #[test]
    fn a_binding_is_kept_whole_and_a_broken_one_is_passed_over() {
        let binding = Binding {
            contact: Uri::parse("sip:a@192.0.2.9;transport=tcp;ob").unwrap(),
            flow: FlowId::parse("udp 192.0.2.1:5060 192.0.2.9:5060 0").unwrap(),
            path: vec![Uri::parse("sip:p.example;lr;ob").unwrap(), Uri::parse("sip:q.example;lr").unwrap()],
            instance: Some(INSTANCE.into()),
            reg_id: Some(2),
            call_id: "c".into(),
            cseq: 7,
            user_agent: "phone".into(),
            expires_at: Timestamp::from_second(1_800_000_000).unwrap(),
        };
        let kept = row(DeviceId::new(1), &binding);
        assert_eq!(restored(kept.clone()), Some(binding.clone()));
        let plain = Binding { path: Vec::new(), instance: None, reg_id: None, ..binding };
        assert_eq!(restored(row(DeviceId::new(1), &plain)), Some(plain));
        for contact in ["", "<", "<sip:a@h>;path=\"nonsense\""] {
            assert_eq!(restored(BindingRow { contact: contact.into(), ..kept.clone() }), None, "{contact}");
        }
    }
}
