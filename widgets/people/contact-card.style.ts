import { css } from 'lit';

export const cardStyles = css`
    .pad {
      padding: var(--lobi-space-4);
    }
    .head {
      display: flex;
      align-items: center;
      gap: var(--lobi-space-3);
    }
    .name {
      font-size: var(--lobi-size-read);
      line-height: 22px;
      overflow-wrap: anywhere;
    }
    .role {
      overflow-wrap: anywhere;
    }
    .avatar.mid {
      width: 40px;
      height: 40px;
      font-size: var(--lobi-size-m);
    }
    .ways {
      display: grid;
      gap: 2px;
      margin-top: var(--lobi-space-3);
    }
    .ways li {
      display: flex;
      align-items: center;
      gap: var(--lobi-space-2);
      min-width: 0;
      min-height: 24px;
    }
    .ways .icon {
      color: var(--lobi-text-2);
    }
    .ways .link {
      font-weight: 400;
    }
    .acts {
      display: grid;
      grid-auto-flow: column;
      grid-auto-columns: minmax(0, 1fr);
      gap: var(--lobi-space-2);
      margin-top: var(--lobi-space-3);
    }
    .acts .btn {
      padding: 0 6px;
      font-size: var(--lobi-size-s);
    }
    lobi-card-tabs,
    lobi-composer {
      border-top: 1px solid var(--lobi-border);
    }
    .bone.face {
      width: 40px;
      height: 40px;
      margin: 0;
      border-radius: 50%;
      flex: none;
    }
    .bone.w5 {
      width: 50%;
    }
    .bone.w6 {
      width: 60%;
    }
    .bone.w7 {
      width: 70%;
    }
    .bone.w8 {
      width: 80%;
    }
    @media (pointer: coarse) {
      .ways li {
        min-height: var(--lobi-touch);
      }
    }
    @container lobi-box (min-width: 480px) {
      .pad {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        column-gap: var(--lobi-space-4);
      }
      .ways {
        grid-column: 1 / -1;
        grid-row: 2;
        grid-template-columns: repeat(auto-fill, minmax(200px, 1fr));
        column-gap: var(--lobi-space-4);
      }
      .acts {
        margin: 0;
        align-self: center;
      }
      .acts .btn {
        padding: 0 10px;
        font-size: var(--lobi-size-m);
      }
    }
`;
