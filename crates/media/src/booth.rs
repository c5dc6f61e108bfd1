//! Where interpreters work: threads that do nothing else, one for each worker, fed by rings that are never full.

use crate::door::{Command, Door};
use crate::event::LegId;
use crate::interpreter::Interpreter;
use crate::sys::{self, Bell};
use rtrb::{Consumer, Producer, RingBuffer};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// An interpreter with something to do for its leg.
pub struct Task {
    pub leg: LegId,
    pub interpreter: Box<Interpreter>,
}

/// Precedence over ordinary work, behind the workers themselves.
const NICE: i32 = -8;

/// How the thread of a booth is woken and ended.
pub struct Summons {
    pub bell: Bell,
    stopped: AtomicBool,
}

impl Summons {
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        self.bell.ring();
    }
}

/// One thread's work.
pub struct Booth {
    summons: Arc<Summons>,
    tasks: Vec<Consumer<Task>>,
}

/// A worker's ways to all booths.
pub struct Ways {
    ways: Vec<Way>,
}

struct Way {
    summons: Arc<Summons>,
    tasks: Producer<Task>,
    /// Something was sent in this tick.
    is_called: bool,
}

/// So many booths, and the ways there of as many workers with so many places for legs.
pub fn build(count: usize, places: usize) -> io::Result<(Vec<Booth>, Vec<Ways>)> {
    let mut booths = Vec::new();
    for _ in 0..count {
        let summons = Arc::new(Summons { bell: Bell::new()?, stopped: AtomicBool::new(false) });
        booths.push(Booth { summons, tasks: Vec::new() });
    }
    let mut all = Vec::new();
    for _ in 0..count {
        let way = |booth: &mut Booth| {
            let (tasks, tasked) = RingBuffer::new(places);
            booth.tasks.push(tasked);
            Way { summons: booth.summons.clone(), tasks, is_called: false }
        };
        all.push(Ways { ways: booths.iter_mut().map(way).collect() });
    }
    Ok((booths, all))
}

impl Ways {
    /// Legs have their booths by their places.
    pub fn send(&mut self, task: Task) -> Result<(), Box<Interpreter>> {
        let at = task.leg.place as usize % self.ways.len().max(1);
        let Some(way) = self.ways.get_mut(at) else { return Err(task.interpreter) };
        match way.tasks.push(task) {
            Ok(()) => {
                way.is_called = true;
                Ok(())
            }
            Err(rtrb::PushError::Full(task)) => Err(task.interpreter),
        }
    }

    /// Wakes those who were sent something.
    pub fn call(&mut self) {
        for way in &mut self.ways {
            if std::mem::take(&mut way.is_called) {
                way.summons.bell.ring();
            }
        }
    }
}

impl Booth {
    pub fn summons(&self) -> Arc<Summons> {
        self.summons.clone()
    }

    /// Works until it is stopped. Interpreters go back to their legs' workers through these doors.
    pub fn run(mut self, doors: &[Arc<Door>]) {
        sys::raise_priority(NICE);
        while !self.summons.stopped.load(Ordering::SeqCst) {
            self.summons.bell.wait();
            for tasks in &mut self.tasks {
                while let Ok(task) = tasks.pop() {
                    interpret(task, doors);
                }
            }
        }
    }
}

fn interpret(Task { leg, mut interpreter }: Task, doors: &[Arc<Door>]) {
    if catch_unwind(AssertUnwindSafe(|| interpreter.work())).is_err() {
        interpreter.recover();
    }
    if let Some(door) = doors.get(usize::from(leg.worker)) {
        // A worker that has ended takes nothing, and nobody misses it.
        door.send(Command::Interpreted(leg, interpreter));
    }
}
