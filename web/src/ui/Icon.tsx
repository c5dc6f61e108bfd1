// The desk's signs, drawn on one grid of 20 with one line width. They are ornament: the words stand beside them or in a label.
const SIGNS = {
  inbox: 'M3 11.5 5.2 4.6A1.5 1.5 0 0 1 6.6 3.5h6.8a1.5 1.5 0 0 1 1.4 1.1L17 11.5v3.5a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 15zM3 11.5h4l1.2 2h3.6l1.2-2h4',
  phone: 'M6.2 3.2 7.9 7 6 8.6a10 10 0 0 0 5.4 5.4l1.6-1.9 3.8 1.7v2.4a1 1 0 0 1-1.1 1C8.6 16.7 3.3 11.4 2.8 4.3a1 1 0 0 1 1-1.1z',
  greeting: 'M4.5 3.5h11A1.5 1.5 0 0 1 17 5v7a1.5 1.5 0 0 1-1.5 1.5H9.5L6 16.5v-3H4.5A1.5 1.5 0 0 1 3 12V5a1.5 1.5 0 0 1 1.5-1.5zM7 7v3M10 6v5M13 7v3',
  contacts: 'M6.5 2.5h8A1.5 1.5 0 0 1 16 4v12a1.5 1.5 0 0 1-1.5 1.5h-8A1.5 1.5 0 0 1 5 16V4a1.5 1.5 0 0 1 1.5-1.5zM3.5 6H6M3.5 10H6M3.5 14H6M10.5 6.5a1.7 1.7 0 1 0 .01 0M7.7 13.5c.3-1.7 1.4-2.5 2.8-2.5s2.5.8 2.8 2.5',
  voice: 'M5.7 6.8a3.2 3.2 0 1 0 .01 0M14.3 6.8a3.2 3.2 0 1 0 .01 0M5.7 13.2h8.6',
  email: 'M4 4.5h12A1.5 1.5 0 0 1 17.5 6v8a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 14V6A1.5 1.5 0 0 1 4 4.5zM3 6l7 5.2L17 6',
  emailOpen: 'M2.5 8.2 10 3l7.5 5.2V15a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 15zM3 8.5l7 5 7-5',
  flag: 'M5 17.5V3.5M5 4h9.5l-2 3.5 2 3.5H5',
  trash: 'M3.5 5.5h13M8 5.5V3.5h4v2M5 5.5l.8 10.6a1 1 0 0 0 1 .9h6.4a1 1 0 0 0 1-.9L15 5.5M8.5 8.5v5M11.5 8.5v5',
  back: 'M12.5 4 6.5 10l6 6',
  leave: 'M8 3.5H5A1.5 1.5 0 0 0 3.5 5v10A1.5 1.5 0 0 0 5 16.5h3M12.5 6.5 16 10l-3.5 3.5M16 10H8',
  download: 'M10 3v9.5M6 9l4 4 4-4M4 16.5h12',
  upload: 'M10 13V3.5M6 7l4-4 4 4M4 16.5h12',
  microphone: 'M10 2.5a2.5 2.5 0 0 1 2.5 2.5v4.5a2.5 2.5 0 0 1-5 0V5A2.5 2.5 0 0 1 10 2.5zM5 9.5a5 5 0 0 0 10 0M10 14.5v3',
  clip: 'M15.5 9.5 10 15a3.2 3.2 0 0 1-4.5-4.5l6-6a2.2 2.2 0 0 1 3 3l-5.8 5.8a1 1 0 0 1-1.5-1.5L12.5 6.5',
  incoming: 'M15.5 4.5 5 15M5 7.5V15h7.5',
  outgoing: 'M4.5 15.5 15 5M7.5 5H15v7.5',
  missed: 'M3.5 5.5 10 12l6.5-6.5M11.5 5.5h5v5',
  check: 'm4 10.5 4 4 8-9',
  chevron: 'm5.5 8 4.5 4.5L14.5 8',
  warning: 'M10 3.5 17.5 16.5h-15zM10 8.5v4M10 14.3v.2',
  offline: 'M3 3l14 14M6.5 12.5a5 5 0 0 1 2-1.2M3.8 9.5a9 9 0 0 1 3.4-2.2M10.5 6.5a9 9 0 0 1 5.7 3M13 12l.5.5M10 15.5v.2',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  close: 'm5 5 10 10M15 5 5 15',
  language: 'M10 2.5a7.5 7.5 0 1 0 .01 0M2.5 10h15M10 2.5c-4.5 4.5-4.5 10.5 0 15M10 2.5c4.5 4.5 4.5 10.5 0 15',
  theme: 'M10 3a7 7 0 1 0 7 7 5.3 5.3 0 0 1-7-7z',
} as const;

/** Filled, because a line would be too weak in a round button. */
const SOLID = {
  play: 'M6.5 4.2v11.6a.7.7 0 0 0 1.1.6l9-5.8a.7.7 0 0 0 0-1.2l-9-5.8a.7.7 0 0 0-1.1.6z',
  pause: 'M5.5 4h3v12h-3zM11.5 4h3v12h-3z',
  stop: 'M5 5h10v10H5z',
  record: 'M10 4.5a5.5 5.5 0 1 0 .01 0',
  flagged: 'M5 3.5h10l-2 3.750 2 3.750H6v6.5H5z',
} as const;

export type IconName = keyof typeof SIGNS | keyof typeof SOLID;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  const solid = name in SOLID;
  const path = solid ? SOLID[name as keyof typeof SOLID] : SIGNS[name as keyof typeof SIGNS];
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      aria-hidden="true"
      fill={solid ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={solid ? 0 : name === 'more' ? 2.4 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={path} />
    </svg>
  );
}

/** A patch cord between two jacks; the lit one is the lamp of a new message. */
export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0d5c50" />
      <g fill="none" stroke="#fff" strokeWidth="2">
        <circle cx="9" cy="10" r="2.6" />
        <circle cx="23" cy="10" r="2.6" opacity=".45" />
        <circle cx="9" cy="22" r="2.6" opacity=".45" />
      </g>
      <path d="M9 12.8c0 7.6 14 1.2 14 9.2" fill="none" stroke="#f6b54a" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="23" cy="22" r="3.4" fill="#f6b54a" />
    </svg>
  );
}
