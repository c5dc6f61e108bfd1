//! What runs in a worker's tick allocates nothing: counted.

use media::Codec;
use media::conceal::Concealer;
use media::rtp::Header;
use media::transcoder::Transcoder;
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

#[expect(unsafe_code, reason = "an allocator can only be written so")]
// SAFETY: every call is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The only test of its program, so that nobody else allocates meanwhile.
#[test]
fn transcoding_and_concealing_do_not_allocate() {
    let codes = [0x55; 480];
    let mut transcoders = Vec::new();
    for from in Codec::ALL {
        transcoders.extend(Codec::ALL.map(|into| Transcoder::new(from, into)));
    }
    let mut concealers = [Concealer::new(8000), Concealer::new(16_000)];
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    for transcoder in &mut transcoders {
        let mut timestamp = 0u32;
        for turn in 0..100usize {
            let codes = &codes[..[80, 160, 240, 480][turn % 4]];
            timestamp = timestamp.wrapping_add(if turn % 10 == 9 { 160 } else { 0 });
            let header = Header { payload_type: 0, marker: false, sequence: 0, timestamp, ssrc: 1 };
            transcoder.packet(&header, codes);
            timestamp = timestamp.wrapping_add(codes.len() as u32);
            let mut out = [0; 160];
            while transcoder.frame(&mut out).is_some() {}
        }
    }
    for concealer in &mut concealers {
        concealer.hear(&mut [1000; 800]);
        concealer.conceal(&mut [0; 800]);
    }
    assert_eq!(ALLOCATIONS.load(Ordering::Relaxed) - before, 0);
}
