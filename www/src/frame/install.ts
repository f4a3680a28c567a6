/** What a browser hands over that can install the page; not every browser does. */
interface Installer extends Event {
  prompt(): Promise<{ outcome: "accepted" | "dismissed" }>;
}

let offered: Installer | undefined;

/** Keeps the browser's offer to install the page, which comes early, for whoever asks later. */
export function keepInstaller(): void {
  addEventListener("beforeinstallprompt", (event) => (offered = event as Installer));
}

/** Installs the page; whether it was, or nothing where the browser has offered nothing. */
export async function install(): Promise<boolean | undefined> {
  const installer = offered;
  // It can be used once.
  offered = undefined;
  const answer = await installer?.prompt().catch(() => undefined);
  return answer && answer.outcome === "accepted";
}
