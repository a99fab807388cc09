import type { ComponentChildren } from "preact";

interface SectionProps {
  id: string;
  heading: string;
  lead?: string;
  tools?: ComponentChildren;
  children: ComponentChildren;
}

/** One view: a heading, a line on how to read it, and the view. */
export function Section({ id, heading, lead, tools, children }: SectionProps) {
  return (
    <section id={id} class={`view view-${id}`} aria-labelledby={`${id}-heading`}>
      <div class="view-head">
        <div>
          <h2 id={`${id}-heading`}>{heading}</h2>
          {lead !== undefined && <p class="lead">{lead}</p>}
        </div>
        {tools !== undefined && <div class="view-tools">{tools}</div>}
      </div>
      {children}
    </section>
  );
}
